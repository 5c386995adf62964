"""What follows a letter without anybody waiting for it: mails, the check of its signatures, news of infected files.

Each works in one transaction and finds out first whether it was done before: the outbox runs a handler at least once.
"""

from django.db import transaction
from django.db.models import Q

from lk_addon.cabinet.letters import queue_letter
from lk_addon.correspondence import letters
from lk_addon.correspondence.domain.answering import locked, write_outgoing
from lk_addon.correspondence.kinds import sealed_threads
from lk_addon.correspondence.models import AttachedSignature, Attachment, FileAlert, Letter, LetterAlert, Thread
from lk_addon.correspondence.recipients import representatives_of, staff_of
from lk_addon.files.models import StoredFile
from lk_addon.signatures.domain.checking import request_check


@transaction.atomic
def letter_came(*, letter):
    """Mail the department that a letter of a member waits, and have its signatures checked as of its receipt.

    Of what nobody of the SRO sees yet nobody is told.
    """
    letter = _locked(letter)
    if LetterAlert.objects.filter(letter=letter).exists():
        return
    is_sealed = Thread.objects.filter(sealed_threads(), pk=letter.thread_id).exists()
    _mail(letter, letters.NEW_FOR_STAFF, [] if is_sealed else staff_of(letter.thread))
    signatures = AttachedSignature.objects.filter(attachment__letter=letter)
    for signature in signatures.select_related("attachment__file", "file").order_by("pk"):
        request_check(
            document=signature.attachment.file,
            signature=signature.file,
            member=letter.thread.member,
            signatory_name=letter.signatory_name,
            reference_time=letter.sent_at,
        )


@transaction.atomic
def letter_went(*, letter):
    """Mail the member's representatives that a letter of the SRO waits in the cabinet."""
    letter = _locked(letter)
    if not LetterAlert.objects.filter(letter=letter).exists():
        _mail(letter, letters.NEW_FOR_MEMBER, representatives_of(letter.thread.member))


def _locked(letter):
    rows = Letter.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("thread__member", "thread__department").get(pk=letter)


def _mail(letter, kind, people):
    addresses = sorted({person.email for person in people})
    for address in addresses:
        queue_letter(kind, to=address, context={"thread": str(letter.thread_id)})
    LetterAlert.objects.create(letter=letter, mails=len(addresses))


def letters_with(file):
    """Return the letters that carry the file, as an attachment or as the signature of one."""
    carried = Q(file=file) | Q(signatures__file=file)
    return Letter.objects.filter(attachments__in=Attachment.objects.filter(carried)).select_related("thread")


@transaction.atomic
def tell_of_infection(*, file):
    """Tell the member and the department that a file of a letter was found infected after the letter was sent.

    The member reads it in the thread, by a letter of the SRO; of a file that the SRO sent only staff are told.
    """
    file = StoredFile.objects.select_for_update(no_key=True, of=("self",)).get(pk=file)
    carrying = letters_with(file).order_by("sent_at", "pk")
    letter = carrying.filter(direction=Letter.Direction.INCOMING).first() or carrying.first()
    if letter is None or not FileAlert.objects.get_or_create(file=file)[1]:
        return
    thread = locked(letter.thread)
    if letter.is_incoming:
        text = (
            f"В вашем письме №\u00a0{letter.number} антивирус нашёл заражённый файл «{file.name}». Файл изолирован и "
            "никому не выдаётся. Проверьте компьютер, с которого он отправлен, и пришлите файл заново."
        )
        write_outgoing(thread=thread, role=Letter.Role.NOTICE, text=text, actor=None)
    for person in staff_of(thread):
        context = {"thread": str(thread.pk), "from_member": letter.is_incoming}
        queue_letter(letters.INFECTED_FOR_STAFF, to=person.email, context=context)
