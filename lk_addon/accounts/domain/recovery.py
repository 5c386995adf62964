"""Giving access back to a representative who was identified (REQ-2.5, регламент п. 2.5)."""

from django.core.exceptions import ValidationError

from cms.audit import domain as audit
from cms.users.domain import note_identity
from cms.users.models import IdentityCheck, User
from lk_addon.accounts import letters
from lk_addon.accounts.domain.contacts import revoke_email_changes
from lk_addon.accounts.domain.invitations import replace_credentials
from lk_addon.accounts.rules import may_enter
from lk_addon.cabinet.letters import queue_letter


@audit.act()
def recover_credentials(*, mandate, identity, new_email, actor):
    """Kill the lost password and send a new link, to ``new_email`` where the old mailbox is lost too.

    ``identity`` says how ``actor`` identified the person, see ``cms.users.domain.note_identity``. Sessions end,
    earlier links die. Raises ValidationError for staff, for an address that is somebody's, and for a mandate by which
    nobody may enter now: its link would open nothing, and the password would be lost for other members too. Returns
    the invitation.
    """
    user = User.objects.select_for_update(no_key=True).get(pk=mandate.user_id)
    if user.is_staff:
        raise ValidationError("Это учётная запись сотрудника: доступ ему возвращает администратор.", code="staff")
    if not may_enter(user, mandate.member):
        raise ValidationError(
            "Войти в кабинет этой организации представитель сейчас не может: полномочие отозвано, приостановлено или "
            "закончилось, либо доступ закрыт. Сначала верните доступ.",
            code="shut",
        )
    note_identity(user=user, purpose=IdentityCheck.Purpose.CREDENTIALS, identity=identity, actor=actor)
    revoke_email_changes([user])
    new_email = User.objects.normalize_email(new_email)
    if new_email and new_email != user.email:
        if User.objects.filter(email=new_email).exists():
            raise ValidationError("Этот адрес уже служит кому-то логином.", code="taken")
        queue_letter(letters.EMAIL_CHANGED, to=user.email, context={})
        user.email = new_email
        user.save(update_fields=["email"])
    mandate.user = user
    return replace_credentials(mandate=mandate, actor=actor)
