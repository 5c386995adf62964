"""Who sees which threads, letters, files and drafts. Pages, downloads and exports ask here."""

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.search import SearchQuery
from django.db.models import CharField, Count, Exists, F, Func, OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from cms.core.search import fold
from lk_addon.correspondence.kinds import kinds_closed_to, sealed_threads
from lk_addon.correspondence.models import (
    AttachedSignature,
    Attachment,
    Draft,
    DraftFile,
    Effect,
    KindTerms,
    Letter,
    Reading,
    SubmissionKind,
    Thread,
    UnavailabilityCertificate,
    Undertaking,
)
from lk_addon.correspondence.models.letter import LETTER_WORDS
from lk_addon.correspondence.models.thread import THREAD_WORDS
from lk_addon.files.models import StoredFile
from lk_addon.signatures.models import SignatureCheck

REGISTERED_AT_ONCE = 200  # letters on one page of registration
FIRST = Letter.objects.filter(thread=OuterRef("pk")).order_by("sent_at", "pk")
#: The number under which a thread is known: that of its first letter.
FIRST_NUMBER = Subquery(FIRST.values("number")[:1])


def kinds_with_terms(on=None):
    """All kinds, those that are off too, each with its terms in force on that day as ``terms_now``; two queries."""
    in_force = KindTerms.objects.filter(valid_from__lte=on or timezone.localdate()).order_by("kind_id", "-valid_from")
    dated = Prefetch("dated_terms", queryset=in_force.distinct("kind_id"), to_attr="terms_now")
    return SubmissionKind.objects.select_related("department").prefetch_related(dated)


def employee_in(request):
    """Return the employee who looks into the cabinet, None where the member's own representative does."""
    return request.user if request.entrance.looking_in else None


def threads_of(member, employee=None):
    """Everything between ``member`` and the SRO, also by colleagues and by those who acted before (REQ-3.1.V9).

    An ``employee`` who looks into the cabinet does not find kinds that want a right of their own there either.
    """
    threads = Thread.objects.filter(member=member).select_related("kind", "department")
    return threads if employee is None else threads.filter(open_to(employee))


def threads_for_staff(user):
    """Threads of the departments that ``user`` belongs to; all for those who may see all.

    Kinds that want a right of their own, such as documents about specialists, are left out without it.
    """
    threads = Thread.objects.filter(open_to(user)).select_related("member", "kind", "department", "assignee")
    if user.has_perm("correspondence.view_all_threads"):
        return threads
    return threads.filter(department__in=user.groups.all())


def open_to(user):
    """Return the condition on threads that leaves out what ``user`` of the staff may not see.

    That is whole kinds, and what nobody of the SRO sees yet.
    """
    return (~Q(kind__code__in=kinds_closed_to(user)) | Q(kind=None)) & ~sealed_threads()


def letters_to_register(user):
    """Letters of members that have no incoming number yet, those that came first; the page takes so many of them.

    Of all departments for those who register for all.
    """
    letters = Letter.objects.filter(direction=Letter.Direction.INCOMING, registration=None)
    if not user.has_perm("correspondence.register_thread"):
        letters = letters.filter(thread__in=threads_for_staff(user).values("pk"))
    letters = letters.select_related("thread__member", "thread__kind", "thread__department")
    return letters.order_by("sent_at", "pk")


def certificates_of(member):
    """Certificates of unavailability issued to ``member``."""
    return UnavailabilityCertificate.objects.filter(member=member)


def letters_of(member, employee=None):
    """Letters of the threads of ``member``, see :func:`threads_of`."""
    letters = Letter.objects.filter(thread__member=member)
    return letters if employee is None else letters.filter(thread__in=threads_of(member, employee).values("pk"))


def threads_listed(member, user, employee=None):
    """Threads of ``member`` with what their list says of each: number, letters, how many ``user`` has not read.

    Each is counted by a query of its own, which the database asks for the rows of one page only.
    """
    letters = Letter.objects.filter(thread=OuterRef("pk"))
    return threads_of(member, employee).annotate(
        number=FIRST_NUMBER,
        incoming_no=Subquery(FIRST.values("registration__number")[:1]),
        letter_count=_count(letters),
        unread=_count(not_read_by(user, letters)),
    )


def _count(letters):
    return Coalesce(Subquery(letters.order_by().values("thread").annotate(count=Count("pk")).values("count")), 0)


def not_read_by(user, letters):
    """Those of ``letters`` that the SRO wrote and ``user`` has not opened yet."""
    read = Reading.objects.filter(letter=OuterRef("pk"), user=user)
    return letters.filter(~Exists(read), direction=Letter.Direction.OUTGOING)


def found(threads, words):
    """Those of ``threads`` in which ``words`` stand, see :func:`saying`; all where there are none."""
    return threads.filter(saying(words)) if fold(words) else threads


def saying(words):
    """Return the condition on threads in which ``words`` stand: in subject, text, fields, a number, a file's name.

    Words are found by an index in any of their Russian forms, numbers and names of files by any part of them; ё is е.
    """
    words = fold(words)
    query = SearchQuery(words, config="russian")
    about = Thread.objects.annotate(words=THREAD_WORDS).filter(words=query)
    said = Letter.objects.annotate(words=LETTER_WORDS).filter(words=query)
    numbered = Letter.objects.annotate(outgoing=_folded("outgoing_no")).filter(
        Q(number__icontains=words) | Q(outgoing__icontains=words) | Q(registration__number__icontains=words)
    )
    named = Attachment.objects.annotate(name=_folded("file__name")).filter(name__icontains=words)
    return (
        Q(pk__in=about.values("pk"))
        | Q(pk__in=said.values("thread"))
        | Exists(numbered.filter(thread=OuterRef("pk")))
        | Exists(named.filter(letter__thread=OuterRef("pk")))
    )


def _folded(field):
    return Func(F(field), Value("ёЁ"), Value("еЕ"), function="translate", output_field=CharField())


def unread_by(user, member):
    """Letters of the SRO to ``member`` that ``user`` has not opened yet (REQ-3.1.V8)."""
    return not_read_by(user, letters_of(member))


def drafts_of(member, employee=None):
    """Drafts of ``member``, whoever of its representatives began them.

    An ``employee`` who looks in sees none: what was not sent is nobody's but the member's.
    """
    drafts = Draft.objects.filter(member=member).select_related("kind", "thread")
    return drafts if employee is None else drafts.none()


def files_of(member, employee=None):
    """Files of letters of ``member``: sent by it, sent to it, and signatures of either; see :func:`threads_of`."""
    attached = Attachment.objects.filter(letter__thread__in=threads_of(member, employee).values("pk"))
    signed = AttachedSignature.objects.filter(attachment__in=attached)
    return StoredFile.objects.filter(Q(pk__in=attached.values("file")) | Q(pk__in=signed.values("file")))


def files_for_staff(user):
    """Files of the threads that ``user`` of the staff may see."""
    attached = Attachment.objects.filter(letter__thread__in=threads_for_staff(user).values("pk"))
    signed = AttachedSignature.objects.filter(attachment__in=attached)
    return StoredFile.objects.filter(Q(pk__in=attached.values("file")) | Q(pk__in=signed.values("file")))


def files_in(thread):
    """Files of the letters of ``thread``, and their signatures."""
    attached = Attachment.objects.filter(letter__thread=thread)
    signed = AttachedSignature.objects.filter(attachment__in=attached)
    return StoredFile.objects.filter(Q(pk__in=attached.values("file")) | Q(pk__in=signed.values("file")))


def undertakings_of(member):
    """What ``member`` promised in its letters, soonest first."""
    return Undertaking.objects.filter(thread__member=member).select_related("letter")


def undertakings_for_staff(user):
    """Promises of the threads that ``user`` of the staff may see."""
    return Undertaking.objects.filter(thread__in=threads_for_staff(user).values("pk"))


def letters_behind(rows):
    """Return, by its key as text, the member's letter upon which each of ``rows`` (of one model) was written."""
    rows = list(rows)
    if not rows:
        return {}
    effects = Effect.objects.filter(
        content_type=ContentType.objects.get_for_model(rows[0]), object_id__in=[str(row.pk) for row in rows]
    )
    return {effect.object_id: effect.letter for effect in effects.select_related("letter__thread")}


def checks_closed_to(user):
    """Return the condition on checks of signatures that ``user`` of the staff does not see.

    They are upon letters that this employee may not read, and upon drafts: what was not sent is the member's alone.
    """
    closed = AttachedSignature.objects.exclude(attachment__letter__thread__in=Thread.objects.filter(open_to(user)))
    drafted = DraftFile.objects.exclude(signs=None)
    return Q(signature__in=closed.values("file")) | Q(signature__in=drafted.values("file"))


def checks_of(member, employee=None):
    """Finished checks of signatures that ``member`` put to its drafts and letters.

    An ``employee`` who looks in sees those of letters alone, see :func:`threads_of`.
    """
    checks = SignatureCheck.objects.filter(member=member).exclude(finished_at=None)
    return checks if employee is None else checks.filter(signature__in=files_of(member, employee).values("pk"))
