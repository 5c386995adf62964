"""Mails about promises whose day is near. They say when and where, nothing of what was promised (REQ-4.2)."""

from lk_addon.cabinet.letters import Letter

FOR_MEMBER = Letter(
    name="correspondence.undertaking_for_member",
    subject="Скоро срок обязательства по письму",
    template="lk_addon/correspondence/mail/undertaking_for_member.txt",
)
FOR_STAFF = Letter(
    name="correspondence.undertaking_for_staff",
    subject="Скоро срок обязательства по письму члена СРО",
    template="lk_addon/correspondence/mail/undertaking_for_staff.txt",
)
