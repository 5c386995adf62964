"""The letters that tell of access to the cabinet. None names the person (REQ-4.2, REQ-6.5)."""

from lk_addon.cabinet.letters import Letter

INVITATION = Letter(
    name="accounts.invitation",
    subject="Приглашение в личный кабинет члена СРО",
    template="lk_addon/accounts/mail/invitation.txt",
)
ACCESS_ADDED = Letter(
    name="accounts.access_added",
    subject="В личном кабинете открыта ещё одна организация",
    template="lk_addon/accounts/mail/access_added.txt",
)
PASSWORD_CHANGED = Letter(
    name="accounts.password_changed",
    subject="Пароль личного кабинета изменён",
    template="lk_addon/accounts/mail/password_changed.txt",
)
PASSWORD_DISCLOSED = Letter(
    name="accounts.password_disclosed",
    subject="Сообщение о раскрытии пароля в личном кабинете",
    template="lk_addon/accounts/mail/password_disclosed.txt",
)
MANDATE_ENDS = Letter(
    name="accounts.mandate_ends",
    subject="Скоро закончится срок доступа в личный кабинет",
    template="lk_addon/accounts/mail/mandate_ends.txt",
)
MANDATE_ENDS_STAFF = Letter(
    name="accounts.mandate_ends_staff",
    subject="Кончаются полномочия представителя члена СРО",
    template="lk_addon/accounts/mail/mandate_ends_staff.txt",
)
HEAD_CHANGED_STAFF = Letter(
    name="accounts.head_changed_staff",
    subject="Руководитель члена СРО сменился, доступ прежнего приостановлен",
    template="lk_addon/accounts/mail/head_changed_staff.txt",
)
CONSENT_WITHDRAWN = Letter(
    name="accounts.consent_withdrawn",
    subject="Представитель отозвал согласие на обработку персональных данных",
    template="lk_addon/accounts/mail/consent_withdrawn.txt",
)
CONFIRM_EMAIL = Letter(
    name="accounts.confirm_email",
    subject="Подтвердите адрес для личного кабинета",
    template="lk_addon/accounts/mail/confirm_email.txt",
)
EMAIL_CHANGE_ASKED = Letter(
    name="accounts.email_change_asked",
    subject="В личном кабинете запрошена смена адреса почты",
    template="lk_addon/accounts/mail/email_change_asked.txt",
)
EMAIL_CHANGED = Letter(
    name="accounts.email_changed",
    subject="Адрес почты в личном кабинете изменён",
    template="lk_addon/accounts/mail/email_changed.txt",
)
