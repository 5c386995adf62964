"""What the journal calls acts of correspondence."""

from cms.audit.actions import describe, describe_details, describe_values
from lk_addon.correspondence.catalogue import KINDS

describe(
    draft={"discarded": "черновик удалён"},
    letter={
        "sent": "письмо отправлено через кабинет",
        "registered": "письмо зарегистрировано",
        "question": "задан вопрос члену СРО",
        "reply": "отправлен ответ члену СРО",
        "decision": "отправлено решение члену СРО",
        "notice": "отправлено уведомление члену СРО",
        "receipt_taken": "квитанция о приёме выгружена",
    },
    thread={
        "assigned": "назначен исполнитель",
        "handed_over": "передано другому отделу",
        "noted": "добавлена заметка для сотрудников",
        "withdrawn": "обращение отозвано",
        "archived": "переписка выгружена архивом",
    },
    thread_archive={
        "requested": "архив переписки заказан",
        "made": "архив переписки сделан",
        "failed": "архив переписки не получился",
        "expired": "архив переписки удалён",
        "downloaded": "архив переписки скачан",
    },
    undertaking={
        "given": "в письме дано обязательство",
        "taken_back": "исправленное письмо сняло обязательство",
        "fulfilled": "обязательство по письму исполнено",
    },
    notice={
        "saved": "уведомление сохранено",
        "confirmed": "уведомление подтверждено",
        "sent": "уведомление отправлено",
        "stopped": "отправка уведомления остановлена",
    },
    kind={"saved": "вид обращений изменён", "terms_saved": "условия приёма заданы"},
    reply_template={"saved": "шаблон ответа сохранён"},
    unavailability={"certified": "выдана справка о недоступности"},
)
describe_details(
    kind="вид",
    due_on="исполнить до",
    proof="чем подтверждено",
    digest="SHA-256",
    files="файлов",
    receipt="номер приёма",
    assignee="исполнитель",
    department="отдел",
    note="заметка",
    audience="кому",
    offered="предлагается",
)
describe_values(kind={kind.code: kind.title for kind in KINDS})
