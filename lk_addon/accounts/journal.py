"""What the journal calls acts on access to the cabinet."""

from cms.audit.actions import describe, describe_details, describe_values
from lk_addon.accounts.domain.mandates import HEAD_CHANGED
from lk_addon.accounts.models import AccountBlock, Basis, Consent, Mandate

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
    mandate={
        "revoked": "полномочия отозваны",
        "extended": "полномочия продлены",
        "permissions_changed": "права представителя изменены",
        "suspended": "доступ представителя приостановлен",
        "resumed": "доступ представителя возобновлён",
        "head_confirmed": "подтверждено, что представитель — руководитель",
    },
    power={
        "received": "машиночитаемая доверенность принята",
        "confirmed": "машиночитаемая доверенность сверена с реестром",
        "ended": "машиночитаемая доверенность прекращена",
    },
    consent={"given": "согласие дано", "withdrawn": "согласие отозвано"},
    member_access={
        "blocked": "все представители члена СРО заблокированы",
        "unblocked": "блокировка всех представителей снята",
    },
    account={"blocked": "учётная запись заблокирована", "unblocked": "учётная запись разблокирована"},
    contacts={
        "phone_changed": "телефон заменён",
        "confirmed": "контакты подтверждены",
        "email_asked": "запрошена смена адреса почты",
        "email_cancelled": "смена адреса почты отменена",
        "email_changed": "адрес почты заменён",
        "failed": "письма не доходят",
        "settled": "связь восстановлена",
    },
    disclosure={"reported": "сообщено о раскрытии пароля", "handled": "раскрытие пароля разобрано"},
    cabinet={"viewed_by_staff": "кабинет просмотрен сотрудником"},
)
describe_details(
    login="логин",
    consents="согласия",
    warnings="замечания",
    before="было",
    after="стало",
    basis="основание",
    valid_to_before="прежний срок",
    valid_to="действует по",
    because="почему",
    third_party="адрес другого лица",
    failure="что не так",
)
describe_values(
    reason=dict(AccountBlock.Reason.choices),
    kind=dict(Consent.Kind.choices),
    basis=dict(Basis.choices),
    because=dict(Mandate.Ending.choices) | {HEAD_CHANGED: "по реестру другой руководитель"},
)
