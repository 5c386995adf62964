"""What the journal calls acts of control."""

from cms.audit.actions import describe, describe_details, describe_values
from lk_addon.supervision.models import DisciplinaryAction, Inspection, SpecialistDocument

describe(
    plan={"saved": "план проверок сохранён", "filled": "план проверок пополнен", "published": "план опубликован"},
    inspection={
        "planned": "проверка запланирована",
        "changed": "проверка изменена",
        "notified": "член уведомлён о проверке",
        "documents_requested": "документы к проверке запрошены",
        "documents_moved": "срок представления документов перенесён",
        "document_received": "документ к проверке получен",
        "document_accepted": "документ к проверке принят",
        "document_returned": "документ к проверке возвращён",
        "started": "проверка начата",
        "act_issued": "акт проверки составлен",
        "remediation": "срок устранения нарушений назначен",
        "recheck": "устранение нарушений проверяется",
        "violation_cured": "нарушение устранено",
        "discipline": "мера воздействия применена",
        "closed": "проверка завершена",
        "cancelled": "проверка отменена",
        "postponed": "проверка отложена",
        "rescheduled": "новый срок проверки назначен",
    },
    measure={"lifted": "мера воздействия снята", "fulfilled": "мера воздействия исполнена"},
    report={
        "received": "отчёт члена получен",
        "review_started": "отчёт члена рассматривается",
        "accepted": "отчёт члена утверждён",
        "returned": "отчёт члена возвращён",
    },
    report_form={
        "saved": "форма отчёта сохранена",
        "copied": "сделана новая редакция формы отчёта",
        "closed": "форма отчёта закрыта",
    },
    specialist={
        "added": "специалист внесён",
        "changed": "сведения о специалисте изменены",
        "document_added": "документ специалиста приложен",
        "document_read": "документ специалиста прочитан",
        "left": "специалист уволен",
    },
    control_terms={"saved": "сроки контроля изменены"},
    inspection_subject={"saved": "предмет проверки изменён"},
)
describe_details(
    year="год",
    act="акт",
    result="результат",
    inspection="проверка",
    due="срок",
    due_before="прежний срок",
    cure_by="устранить до",
    numbers="номера",
    version="версия",
    form_edition="редакция формы",
    is_open="открыта",
    valid_from="действует с",
)
describe_details("report_form", source="с чего сделана")
describe_values(
    result=dict(Inspection.Result.choices),
    kind=dict(DisciplinaryAction.Kind.choices) | dict(SpecialistDocument.Kind.choices),
)
