"""What the journal calls acts on access to the cabinet."""

from cms.audit.actions import describe, describe_details, describe_values
from lk_addon.accounts.models import AccountBlock, Consent

describe(
    application={
        "received": "заявление на доступ принято",
        "changed": "заявление на доступ изменено",
        "checked": "заявление на доступ проверено",
        "reopened": "заявление на доступ возвращено",
        "invited": "представитель приглашён",
        "refused": "в доступе отказано",
    },
    invitation={"issued": "приглашение отправлено", "accepted": "учётная запись активирована"},
    credentials={"replaced": "реквизиты доступа заменены"},
    mandate={"revoked": "полномочия отозваны"},
    account={"blocked": "учётная запись заблокирована", "unblocked": "учётная запись разблокирована"},
    disclosure={"reported": "сообщено о раскрытии пароля", "handled": "раскрытие пароля разобрано"},
    cabinet={"viewed_by_staff": "кабинет просмотрен сотрудником"},
)
describe_details(login="логин", consents="согласия", warnings="замечания")
describe_values(reason=dict(AccountBlock.Reason.choices), kind=dict(Consent.Kind.choices))
