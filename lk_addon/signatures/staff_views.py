"""Acts of staff: trusting, trusting no more, taking in a list, checking once more."""

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail_modeladmin.helpers import AdminURLHelper

from cms.audit.domain import record
from cms.users.confirmation import recent_confirmation_required
from lk_addon.cabinet.staff import ActView
from lk_addon.signatures.domain.checking import repeat_check
from lk_addon.signatures.domain.trust_store import add_authority, add_timestamp_authority, remove, store_list
from lk_addon.signatures.evidence import evidence, protocol_pdf
from lk_addon.signatures.forms import AuthorityForm, CertificateForm, ListForm, ReasonForm
from lk_addon.signatures.models import SignatureCheck, TimestampAuthority, TrustedCertificate
from lk_addon.signatures.queries import checks_for_staff


class AddView(PermissionRequiredMixin, FormView):
    """Two pages: the file, then what it says, to be compared with the published fingerprint and confirmed."""

    template_name = "lk_addon/signatures/staff/add.html"
    raise_exception = True
    model = TrustedCertificate
    permission_required = "signatures.add_trustedcertificate"
    form_class = AuthorityForm
    title = "Новый доверенный удостоверяющий центр"

    def dispatch(self, request, *args, **kwargs):
        """Ask for the password first, of those who may do it at all."""
        act = super().dispatch
        if self.has_permission():
            act = recent_confirmation_required(act)
        return act(request, *args, **kwargs)

    def form_valid(self, form):
        """Show what would be trusted; trust it when that was confirmed."""
        if "confirmed" not in self.request.POST or form.cleaned_data["file"]:
            shown = self.form_class(initial=form.cleaned_data | {"pem": form.seen.pem})
            return self.render_to_response(self.get_context_data(form=shown, seen=form.seen))
        try:
            self.add(form)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.form_invalid(form)
        messages.success(self.request, "Сертификат добавлен.")
        return redirect(self.index_url)

    def add(self, form):
        """Trust it."""
        data = form.cleaned_data
        add_authority(
            data=data["pem"].encode(), ground=data["ground"], crl_url=data["crl_url"], actor=self.request.user
        )

    @property
    def index_url(self):
        """The list to go back to."""
        return AdminURLHelper(self.model).index_url


class AddTimestampAuthorityView(AddView):
    """The same for time stamps."""

    model = TimestampAuthority
    permission_required = "signatures.add_timestampauthority"
    form_class = CertificateForm
    title = "Новая служба меток времени"

    def add(self, form):
        """Believe its stamps."""
        data = form.cleaned_data
        add_timestamp_authority(data=data["pem"].encode(), ground=data["ground"], actor=self.request.user)


class RemoveView(ActView):
    """Trust no more."""

    model = TrustedCertificate
    permission_required = "signatures.remove_trustedcertificate"
    form_class = ReasonForm
    title = "Исключение из доверенных"
    explanation = (
        "Подписи сертификатами этого удостоверяющего центра перестанут проходить проверку. Прежние итоги не изменятся."
    )
    button = "Исключить"
    done = "Сертификат исключён из доверенных."
    dangerous = True
    wants_confirmation = True

    def act(self, form):
        """Remove."""
        remove(row=self.object, reason=form.cleaned_data["reason"], actor=self.request.user)


class RemoveTimestampAuthorityView(RemoveView):
    """The same for time stamps."""

    model = TimestampAuthority
    permission_required = "signatures.remove_timestampauthority"
    explanation = "Метки времени этой службы перестанут учитываться. Прежние итоги не изменятся."


class StoreListView(ActView):
    """A list of revoked certificates from a file."""

    model = TrustedCertificate
    permission_required = "signatures.add_trustedcertificate"
    form_class = ListForm
    title = "Список отозванных сертификатов"
    explanation = "Приложите список с сайта удостоверяющего центра. Его подпись проверяется при загрузке."
    button = "Загрузить"
    done = "Список принят. Незавершённые проверки повторятся сами."

    def act(self, form):
        """Take it in."""
        store_list(issuer=self.object, data=form.cleaned_data["file"].read(), actor=self.request.user)


class RepeatView(ActView):
    """Once more."""

    model = SignatureCheck
    permission_required = "signatures.repeat_signaturecheck"
    title = "Проверить подпись ещё раз"
    explanation = "Проверка пройдёт на то же время приёма. Прежний итог останется в журнале проверок."
    button = "Проверить ещё раз"
    done = "Проверка запрошена. Обновите страницу через несколько секунд."

    @cached_property
    def object(self):
        """The check; 404 for one that this employee may not see."""
        return get_object_or_404(checks_for_staff(self.request.user), pk=self.kwargs["pk"])

    def act(self, form):
        """Ask."""
        self.new = repeat_check(check=self.object, actor=self.request.user)

    @property
    def index_url(self):
        """The page of the new check, before it of this one."""
        shown = getattr(self, "new", self.object)
        return reverse("signatures_signaturecheck_modeladmin_inspect", args=[shown.pk])


@require_safe
@permission_required("signatures.view_signaturecheck", raise_exception=True)
def protocol(request, pk):
    """Give the protocol of a finished check as PDF."""
    check = get_object_or_404(checks_for_staff(request.user).exclude(finished_at=None), pk=pk)
    paper = protocol_pdf(check, with_names=True)
    record("signature.protocol_taken", actor=request.user, obj=check)
    return _download(HttpResponse(paper, content_type="application/pdf"), f"protokol-{check.pk}.pdf")


@require_safe
@permission_required("signatures.view_signaturecheck", raise_exception=True)
def evidence_zip(request, pk):
    """Give everything about a finished check; a document that the antivirus has not passed is given to nobody."""
    check = get_object_or_404(checks_for_staff(request.user).exclude(finished_at=None), pk=pk)
    if not (check.document.is_readable and check.signature.is_readable):
        messages.error(request, "Документ или подпись ещё не проверены антивирусом. Повторите позже.")
        return redirect("signatures_signaturecheck_modeladmin_inspect", check.pk)
    pieces = evidence(check, protocol_pdf(check, with_names=True))
    record("signature.evidence_taken", actor=request.user, obj=check)
    return _download(StreamingHttpResponse(pieces, content_type="application/zip"), f"podpis-{check.pk}.zip")


def _download(response, name):
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
