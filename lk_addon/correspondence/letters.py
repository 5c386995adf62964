"""Mails about correspondence. They say that something waits and where, nothing of what it is (REQ-4.2, REQ-6.5)."""

from lk_addon.cabinet.letters import Letter

NEW_FOR_STAFF = Letter(
    name="correspondence.new_for_staff",
    subject="Новое письмо члена СРО в личном кабинете",
    template="lk_addon/correspondence/mail/new_for_staff.txt",
)
NEW_FOR_MEMBER = Letter(
    name="correspondence.new_for_member",
    subject="Новое письмо СРО в личном кабинете",
    template="lk_addon/correspondence/mail/new_for_member.txt",
)
GIVEN_TO_STAFF = Letter(
    name="correspondence.given_to_staff",
    subject="Вам передано письмо члена СРО",
    template="lk_addon/correspondence/mail/given_to_staff.txt",
)
INFECTED_FOR_STAFF = Letter(
    name="correspondence.infected_for_staff",
    subject="Антивирус нашёл заражённый файл в переписке",
    template="lk_addon/correspondence/mail/infected_for_staff.txt",
)
TERM_FOR_STAFF = Letter(
    name="correspondence.term_for_staff",
    subject="Срок ответа члену СРО",
    template="lk_addon/correspondence/mail/term_for_staff.txt",
)
TERM_FOR_MEMBER = Letter(
    name="correspondence.term_for_member",
    subject="СРО ждёт вашего ответа в личном кабинете",
    template="lk_addon/correspondence/mail/term_for_member.txt",
)
UNDERTAKING_FOR_MEMBER = Letter(
    name="correspondence.undertaking_for_member",
    subject="Скоро срок обязательства по письму",
    template="lk_addon/correspondence/mail/undertaking_for_member.txt",
)
UNDERTAKING_FOR_STAFF = Letter(
    name="correspondence.undertaking_for_staff",
    subject="Скоро срок обязательства по письму члена СРО",
    template="lk_addon/correspondence/mail/undertaking_for_staff.txt",
)
