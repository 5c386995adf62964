"""Checks of signatures and trust in the back office."""

from django.contrib.admin import display
from django.shortcuts import get_object_or_404
from django.urls import include, path, reverse
from django.utils import timezone
from wagtail import hooks
from wagtail_modeladmin.options import ModelAdmin, ModelAdminGroup, modeladmin_register
from wagtail_modeladmin.views import InspectView

from lk_addon.cabinet.staff import ActButtons, NoDeletion, ReadOnly
from lk_addon.signatures import staff_views
from lk_addon.signatures.models import RevocationList, SignatureCheck, TimestampAuthority, TrustedCertificate
from lk_addon.signatures.queries import checks_for_staff


@hooks.register("register_admin_urls")
def signature_urls():
    """Route the acts."""
    acts = [
        path("trust/add/", staff_views.AddView.as_view(), name="trust_add"),
        path("trust/<int:pk>/remove/", staff_views.RemoveView.as_view(), name="trust_remove"),
        path("trust/<int:pk>/list/", staff_views.StoreListView.as_view(), name="trust_list"),
        path("stamps/add/", staff_views.AddTimestampAuthorityView.as_view(), name="stamps_add"),
        path("stamps/<int:pk>/remove/", staff_views.RemoveTimestampAuthorityView.as_view(), name="stamps_remove"),
        path("checks/<uuid:pk>/repeat/", staff_views.RepeatView.as_view(), name="signature_repeat"),
        path("checks/<uuid:pk>/protocol/", staff_views.protocol, name="signature_protocol"),
        path("checks/<uuid:pk>/evidence/", staff_views.evidence_zip, name="signature_evidence"),
    ]
    return [path("signatures/", include(acts))]


class TrustButtons(ActButtons):
    """What may be done to a trusted row."""

    remove = "trust_remove"

    def acts(self, obj):
        """Offer removal, and a list for authorities."""
        user, name = self.request.user, self.opts.model_name
        if obj.is_trusted and user.has_perm(f"signatures.remove_{name}"):
            yield self.remove, "Исключить"
        if obj.is_trusted and name == "trustedcertificate" and user.has_perm("signatures.add_trustedcertificate"):
            yield "trust_list", "Загрузить список отозванных"


class StampButtons(TrustButtons):
    """The same for time stamps."""

    remove = "stamps_remove"


class TrustPermissions(NoDeletion):
    """Rows are added and removed by acts, never edited."""

    def user_can_edit_obj(self, user, obj):
        """Refuse."""
        return False


class TrustAdmin(ModelAdmin):
    """What the lists of trusted rows share."""

    permission_helper_class = TrustPermissions

    history_view_enabled = False
    list_filter = ["removed_at"]
    search_fields = ["subject", "fingerprint", "serial"]
    inspect_view_enabled = True
    list_per_page = 50

    @display(description="состояние")
    def state(self, row):
        """Whether it counts."""
        if row.removed_at:
            return "исключён"
        return "действует" if row.valid_to > timezone.now() else "срок истёк"


class TrustedCertificateAdmin(TrustAdmin):
    """Authorities."""

    model = TrustedCertificate
    menu_label = "Удостоверяющие центры"
    menu_icon = "lock"
    button_helper_class = TrustButtons
    list_display = ["subject", "kind", "valid_to", "state", "crl_tried_at", "crl_problem"]
    inspect_view_fields = [
        *("kind", "subject", "issuer", "serial", "fingerprint", "valid_from", "valid_to", "ground"),
        *("crl_url", "crl_tried_at", "crl_problem", "added_at", "removed_at", "removed_because"),
    ]

    def create_view(self, request):
        """Lead to the page with a preview."""
        return staff_views.AddView.as_view()(request)


class TimestampAuthorityAdmin(TrustAdmin):
    """Time-stamp authorities."""

    model = TimestampAuthority
    menu_label = "Службы меток времени"
    menu_icon = "time"
    button_helper_class = StampButtons
    list_display = ["subject", "valid_to", "state"]
    inspect_view_fields = [
        *("subject", "issuer", "serial", "fingerprint", "valid_from", "valid_to", "ground"),
        *("added_at", "removed_at", "removed_because"),
    ]

    def create_view(self, request):
        """Lead to the page with a preview."""
        return staff_views.AddTimestampAuthorityView.as_view()(request)


class RevocationListAdmin(ModelAdmin):
    """Lists that are kept."""

    model = RevocationList
    menu_label = "Списки отозванных"
    menu_icon = "list-ul"
    permission_helper_class = ReadOnly
    history_view_enabled = False
    list_display = ["issuer", "this_update", "next_update", "fetched_at"]
    list_select_related = ["issuer"]
    list_per_page = 50


class CheckPage(InspectView):
    """What was found of a signature, step by step."""

    def dispatch(self, request, *args, **kwargs):
        """Find nothing of what this employee may not see."""
        get_object_or_404(checks_for_staff(request.user), pk=self.instance.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        """Say whether it may be repeated, and where that is."""
        may_repeat = self.request.user.has_perm("signatures.repeat_signaturecheck")
        address = reverse("signature_repeat", args=[self.instance.pk]) if may_repeat else ""
        return super().get_context_data(check=self.instance, repeat_url=address, **kwargs)

    def get_template_names(self):
        """Use ours."""
        return ["lk_addon/signatures/staff/check.html"]


class CheckAdmin(ModelAdmin):
    """Checks."""

    model = SignatureCheck
    menu_label = "Проверки подписей"
    menu_icon = "check"
    permission_helper_class = ReadOnly
    history_view_enabled = False
    inspect_view_enabled = True
    inspect_view_class = CheckPage
    list_display = ["asked_at", "member", "verdict", "finished_at", "retry_at"]
    list_filter = ["verdict", "asked_at"]
    list_select_related = ["member"]
    search_fields = ["member__short_name", "member__inn", "member__registration_number"]
    list_per_page = 50

    def get_queryset(self, request):
        """Leave out what this employee may not see."""
        return super().get_queryset(request).filter(pk__in=checks_for_staff(request.user).values("pk"))


class SignaturesGroup(ModelAdminGroup):
    """The menu «Электронные подписи»."""

    menu_label = "Электронные подписи"
    menu_icon = "key"
    menu_order = 350
    items = (CheckAdmin, TrustedCertificateAdmin, TimestampAuthorityAdmin, RevocationListAdmin)


modeladmin_register(SignaturesGroup)
