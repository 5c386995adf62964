"""The back office's page of one thread, its files and the checks of its signatures."""

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Prefetch
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail_modeladmin.helpers import AdminURLHelper

from cms.audit.domain import record
from lk_addon.accounts.queries import all_mandates_in_force
from lk_addon.cabinet.staff import ActView
from lk_addon.correspondence.models import AttachedSignature, Attachment, Thread
from lk_addon.correspondence.queries import files_in, threads_for_staff
from lk_addon.correspondence.reading import letters_shown
from lk_addon.correspondence.staff import acts, writing
from lk_addon.correspondence.staff.terms import term_of
from lk_addon.correspondence.unavailability import member_term
from lk_addon.correspondence.versions import changes_in
from lk_addon.files.views import give
from lk_addon.signatures.domain.checking import repeat_check
from lk_addon.signatures.evidence import evidence, protocol_pdf
from lk_addon.signatures.models import SignatureCheck
from lk_addon.signatures.queries import last_checks

VIEW = "correspondence.view_thread"
STEPS = [
    acts.RegisterView,
    acts.AssignView,
    writing.AskView,
    writing.ReplyView,
    writing.RejectView,
    acts.NoteView,
    acts.HandOverView,
]


def letters_for_page(thread):
    """Return the letters of a thread with files, signatures and readings; each signature with its last check.

    A corrected version has ``changes``: what it says otherwise than the one before.
    """
    attachments = Attachment.objects.select_related("file").prefetch_related(
        Prefetch("signatures", AttachedSignature.objects.select_related("file").order_by("pk"))
    )
    letters = list(
        thread.letters.select_related("registration__by", "author")
        .prefetch_related(Prefetch("attachments", attachments), "readings")
        .order_by("sent_at", "pk")
    )
    signatures = [
        signature
        for letter in letters
        for attachment in letter.attachments.all()
        for signature in attachment.signatures.all()
    ]
    checks = last_checks([signature.file_id for signature in signatures]) if signatures else {}
    for signature in signatures:
        signature.check = checks.get(signature.file_id)
    changes = changes_in(letters)
    for letter in letters:
        letter.changes = changes.get(letter.pk, [])
    return letters


class ThreadPage(PermissionRequiredMixin, TemplateView):
    """Everything that both sides wrote, what is known of files and signatures, and what may be done now."""

    permission_required = VIEW
    raise_exception = True
    template_name = "lk_addon/correspondence/staff/thread.html"

    @cached_property
    def thread(self):
        """The thread; 404 for one of another department."""
        return get_object_or_404(threads_for_staff(self.request.user), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        """Gather it."""
        thread, user = self.thread, self.request.user
        mandates = all_mandates_in_force().filter(member=thread.member).select_related("member")
        return super().get_context_data(
            thread=thread,
            term=term_of(thread),
            member_term=member_term(thread.member_due_on),
            letters=letters_for_page(thread),
            notes=thread.notes.select_related("author"),
            labels={mandate.user_id: mandate.login_label for mandate in mandates.order_by("label_number")},
            steps=[step for step in STEPS if step.is_possible(thread, user)],
            decisions=acts.decisions_for(thread, user),
            may_work=user.has_perm(acts.WORK),
            index_url=AdminURLHelper(Thread).index_url,
            **kwargs,
        )


@require_safe
@permission_required(VIEW, raise_exception=True)
def thread_file(request, pk, file):
    """Give a file of the thread: an attachment or a signature; the room of files checks and journals it."""
    thread = get_object_or_404(threads_for_staff(request.user), pk=pk)
    return give(request, get_object_or_404(files_in(thread), pk=file))


@require_safe
@permission_required(VIEW, raise_exception=True)
def thread_print(request, pk):
    """Show the thread as it is put on paper: the page of its ZIP, which opens the printing dialogue."""
    thread = get_object_or_404(threads_for_staff(request.user), pk=pk)
    context = {"thread": thread, "letters": letters_shown(thread, request.user)}
    return render(request, "lk_addon/correspondence/staff/print.html", context)


def check_of_thread(request, pk, check):
    """Return (thread, check) of a signature of a thread that this employee sees. Raises Http404."""
    thread = get_object_or_404(threads_for_staff(request.user), pk=pk)
    signed = AttachedSignature.objects.filter(attachment__letter__thread=thread)
    checks = SignatureCheck.objects.filter(signature__in=signed.values("file")).select_related("member")
    return thread, get_object_or_404(checks, pk=check)


@require_safe
@permission_required(VIEW, raise_exception=True)
def check_page(request, pk, check):
    """Show a check step by step."""
    thread, found = check_of_thread(request, pk, check)
    context = {"thread": thread, "check": found, "may_repeat": request.user.has_perm(acts.WORK)}
    return render(request, "lk_addon/correspondence/staff/check.html", context)


@require_safe
@permission_required(VIEW, raise_exception=True)
def check_protocol(request, pk, check):
    """Give the protocol of a finished check as PDF."""
    thread, found = check_of_thread(request, pk, check)
    if found.finished_at is None:
        return _not_yet(request, thread, found)
    paper = protocol_pdf(found, with_names=True)
    record("signature.protocol_taken", actor=request.user, obj=found)
    return _download(HttpResponse(paper, content_type="application/pdf"), f"protokol-{found.pk}.pdf")


@require_safe
@permission_required(VIEW, raise_exception=True)
def check_evidence(request, pk, check):
    """Give everything about a finished check; what the antivirus has not passed is given to nobody."""
    thread, found = check_of_thread(request, pk, check)
    if found.finished_at is None or not (found.document.is_readable and found.signature.is_readable):
        return _not_yet(request, thread, found)
    pieces = evidence(found, protocol_pdf(found, with_names=True))
    record("signature.evidence_taken", actor=request.user, obj=found)
    return _download(StreamingHttpResponse(pieces, content_type="application/zip"), f"podpis-{found.pk}.zip")


def _not_yet(request, thread, check):
    messages.error(request, "Подпись или файлы ещё проверяются. Повторите через минуту.")
    return redirect("correspondence_check", thread.pk, check.pk)


def _download(response, name):
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


class RepeatCheckView(ActView):
    """Check a signature of the thread once more."""

    model = SignatureCheck
    permission_required = acts.WORK
    title = "Проверить подпись ещё раз"
    explanation = "Проверка пройдёт на то же время приёма. Прежний итог останется в журнале проверок."
    button = "Проверить ещё раз"
    done = "Проверка запрошена. Обновите страницу через несколько секунд."

    @cached_property
    def object(self):
        """The check; 404 for one of another department's thread."""
        return check_of_thread(self.request, self.kwargs["pk"], self.kwargs["check"])[1]

    @property
    def index_url(self):
        """The page of the new check, before it of this one."""
        shown = getattr(self, "new", self.object)
        return reverse("correspondence_check", args=[self.kwargs["pk"], shown.pk])

    def act(self, form):
        """Ask."""
        self.new = repeat_check(check=self.object, actor=self.request.user)
