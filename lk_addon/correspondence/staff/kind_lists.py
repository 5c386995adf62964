"""Lists of kinds, of their terms and of templates of answers."""

from django.contrib.admin import display
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.html import format_html
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail_modeladmin.options import ModelAdmin

from cms.users.confirmation import recent_confirmation_required
from lk_addon.cabinet.staff import NoDeletion
from lk_addon.correspondence.models import KindTerms, ReplyTemplate, SubmissionKind
from lk_addon.correspondence.staff import kinds
from lk_addon.correspondence.staff.lists import CSS


class TemplateAdmin(ModelAdmin):
    """Templates of answers."""

    model = ReplyTemplate
    menu_label = "Шаблоны ответов"
    menu_icon = "doc-full"
    permission_helper_class = NoDeletion
    history_view_enabled = False
    create_view_class = kinds.TemplateCreateView
    edit_view_class = kinds.TemplateEditView
    index_view_extra_css = CSS
    create_template_name = "lk_addon/correspondence/staff/template_create.html"
    edit_template_name = "lk_addon/correspondence/staff/template_edit.html"
    list_display = ["title", "whose", "offered"]
    list_select_related = ["department"]
    search_fields = ["title", "text"]
    list_per_page = 50
    panels = [FieldPanel("title"), FieldPanel("department"), FieldPanel("text"), FieldPanel("is_on")]

    @display(description="отдел", ordering="department__name")
    def whose(self, template):
        """The department, or that it is for all."""
        return template.department or "все отделы"

    @display(description="предлагается", ordering="is_on")
    def offered(self, template):
        """Whether answers may begin with it."""
        return "да" if template.is_on else "нет"


class KindPermissions(NoDeletion):
    """Kinds come with the program: staff change them, they make none."""

    def user_can_create(self, user):
        """Refuse."""
        return False


class KindAdmin(ModelAdmin):
    """Kinds of requests and documents."""

    model = SubmissionKind
    menu_label = "Виды обращений"
    menu_icon = "list-ul"
    permission_helper_class = KindPermissions
    history_view_enabled = False
    index_view_extra_css = CSS
    edit_view_class = kinds.KindEditView
    list_display = ["name", "department", "signature", "answer_term", "taken_in"]
    list_select_related = ["department"]
    search_fields = ["title", "code", "clause"]
    list_per_page = 50
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel("title"), FieldPanel("clause"), FieldPanel("help_text"), FieldPanel("order")],
                heading="Что видит член СРО",
            ),
            MultiFieldPanel([FieldPanel("extensions"), FieldPanel("files_wanted")], heading="Файлы"),
            MultiFieldPanel([FieldPanel("department"), FieldPanel("registers_itself")], heading="Работа"),
            MultiFieldPanel([FieldPanel("is_on"), FieldPanel("off_message")], heading="Приём"),
        ],
        base_form_class=kinds.KindForm,
    )

    def get_queryset(self, request):
        """Add the terms of today."""
        terms = KindTerms.objects.filter(kind=OuterRef("pk"), valid_from__lte=timezone.localdate())
        latest = terms.order_by("-valid_from")
        return (
            super()
            .get_queryset(request)
            .annotate(
                policy=Subquery(latest.values("signature_policy")[:1]),
                workdays=Subquery(latest.values("answer_workdays")[:1]),
            )
        )

    @display(description="название", ordering="title")
    def name(self, kind):
        """The title, with the section and the clause under it."""
        under = f"{kind.get_section_display()}, п.\u00a0{kind.clause} регламента"
        return format_html('{}<small class="corr-under">{}</small>', kind.title, under)

    @display(description="принимается", ordering="is_on")
    def taken_in(self, kind):
        """Whether it is taken in now."""
        return "да" if kind.is_on else "нет"

    @display(description="подпись")
    def signature(self, kind):
        """The policy of today."""
        return dict(KindTerms._meta.get_field("signature_policy").choices).get(kind.policy, "—")

    @display(description="ответ, раб. дней", ordering="workdays")
    def answer_term(self, kind):
        """The term of today."""
        return kind.workdays or "—"

    def edit_view(self, request, instance_pk):
        """Change a kind after the password was typed a moment ago: its switch closes a door for all members."""
        return confirmed(super().edit_view, self, request)(request, instance_pk)


class TermsPermissions(NoDeletion):
    """Terms are superseded by new rows, not typed over (REQ-7.3)."""

    def user_can_edit_obj(self, user, obj):
        """Refuse."""
        return False


class TermsAdmin(ModelAdmin):
    """Terms of kinds by the day since which they hold."""

    model = KindTerms
    menu_label = "Условия приёма"
    menu_icon = "history"
    permission_helper_class = TermsPermissions
    history_view_enabled = False
    create_view_class = kinds.TermsCreateView
    index_view_extra_css = CSS
    list_display = ["name", "since", "signature", "answer", "member_term"]
    list_select_related = ["kind"]
    search_fields = ["kind__title", "ground"]
    list_per_page = 50
    panels = [
        MultiFieldPanel([FieldPanel("kind"), FieldPanel("valid_from"), FieldPanel("ground")], heading="Основание"),
        MultiFieldPanel([FieldPanel("signature_policy"), FieldPanel("signature_reason")], heading="Подпись"),
        FieldRowPanel([FieldPanel("answer_workdays"), FieldPanel("member_workdays")], heading="Сроки"),
    ]

    @display(description="вид", ordering="kind__title")
    def name(self, terms):
        """The kind, with the ground under it."""
        return format_html('{}<small class="corr-under">{}</small>', terms.kind, terms.ground)

    @display(description="действует с", ordering="valid_from")
    def since(self, terms):
        """The first day."""
        return f"{terms.valid_from:%d.%m.%Y}"

    @display(description="подпись", ordering="signature_policy")
    def signature(self, terms):
        """The policy."""
        return terms.get_signature_policy_display()

    @display(description="ответ, раб. дней", ordering="answer_workdays")
    def answer(self, terms):
        """The SRO's term."""
        return terms.answer_workdays

    @display(description="подача, раб. дней", ordering="member_workdays")
    def member_term(self, terms):
        """The member's term after an event."""
        return terms.member_workdays or "—"

    def create_view(self, request):
        """Supersede terms after the password was typed a moment ago."""
        return confirmed(super().create_view, self, request)(request)


def confirmed(view, admin, request):
    """Return ``view`` that asks for the password first, of those who may change rows at all."""
    permissions, user = admin.permission_helper, request.user
    may = permissions.user_can_create(user) or user.has_perm("correspondence.change_submissionkind")
    return recent_confirmation_required(view) if may else view
