"""Specialists of the member in view; personal data that stand on these pages alone (REQ-3.2.2.N6)."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from lk_addon.cabinet.datapages import DataBlock, DataListView, DataPageView
from lk_addon.cabinet.facts import Facts
from lk_addon.cabinet.files import serve_private
from lk_addon.files.views import give
from lk_addon.supervision.filters import SpecialistFilter
from lk_addon.supervision.queries import specialist_documents_of, specialist_shortage, specialists_of
from lk_addon.supervision.rules import may_read_specialist_documents, may_see_specialists
from lk_addon.supervision.tables import QUALIFICATION_TONES, SpecialistDocumentTable, SpecialistTable

NOTHING = "—"


class ForThoseWhoMaySee:
    """A page that staff without the right to see specialists do not get."""

    def dispatch(self, request, *args, **kwargs):
        """Refuse them."""
        if not may_see_specialists(request):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class SpecialistsView(ForThoseWhoMaySee, DataListView):
    """Who works for the member, and how long their qualification lasts."""

    title, clause, block = "Специалисты", "3.2.2", "specialists"
    table_class, filterset_class = SpecialistTable, SpecialistFilter
    template_name = "lk_addon/supervision/specialists.html"
    empty_title = "Сведений о специалистах нет"
    empty_text = "Документы на специалистов представляют в СРО; после внесения они появятся здесь."

    def get_queryset(self):
        """Return the member's own."""
        return specialists_of(self.member)

    def get_context_data(self, **kwargs):
        """Add how many are missing."""
        return super().get_context_data(shortage=specialist_shortage(self.member), **kwargs)


class SpecialistView(ForThoseWhoMaySee, DataPageView):
    """One specialist, with documents for those who may read them. The workbook is called by no name."""

    clause, file_title = "3.2.2", "Специалист"
    template_name = "lk_addon/supervision/specialist.html"

    @cached_property
    def specialist(self):
        """Who it is; of another member nobody is found."""
        return get_object_or_404(specialists_of(self.member), pk=self.kwargs["pk"])

    @property
    def title(self):
        """The name: the heading of this page alone."""
        return self.specialist.full_name

    def get_blocks(self):
        """Return the documents where they may be read."""
        if not may_read_specialist_documents(self.request):
            return []
        documents = DataBlock(
            self.request,
            code="specialist-documents",
            title="Документы",
            rows=list(self.specialist.documents.all()),
            table_class=SpecialistDocumentTable,
            empty_title="Документов нет",
        )
        return [documents]

    def get_facts(self):
        """Return the work, and the national register with the qualification."""
        return [
            Facts(code="specialist-work", title="Работа", rows=work_rows(self.specialist)),
            Facts(
                code="specialist-qualification",
                title="Национальный реестр и квалификация",
                rows=qualification_rows(self.specialist),
            ),
        ]

    def get_context_data(self, **kwargs):
        """Add the specialist in words."""
        row = self.specialist
        return super().get_context_data(
            specialist=row,
            qualification=row.Qualification(row.qualification),
            qualification_tone=QUALIFICATION_TONES[row.qualification],
            **kwargs,
        )


def work_rows(specialist):
    """Return (label, words) pairs of somebody's work."""
    return [
        ("Роль", specialist.get_role_display().capitalize()),
        ("Должность", specialist.position or NOTHING),
        ("Занятость", specialist.get_employment_display().capitalize()),
        ("Приказ о назначении", _document(specialist.order_no, specialist.order_date)),
        ("Образование", specialist.education or NOTHING),
        ("Стаж в строительстве, лет", NOTHING if specialist.experience_years is None else specialist.experience_years),
    ]


def qualification_rows(specialist):
    """Return (label, words) pairs of somebody's number in the national register and independent assessment."""
    worth = specialist.Qualification(specialist.qualification).label.capitalize()
    included, until = specialist.nrs_included_at, specialist.nok_valid_to
    return [
        ("Номер в НРС", specialist.nrs_number or NOTHING),
        ("Внесён в НРС", date_format(included, "j E Y г.") if included else NOTHING),
        ("Свидетельство о квалификации", _document(specialist.nok_certificate_no, specialist.nok_date)),
        ("Квалификация", worth + (f", до {date_format(until, 'j E Y г.')}" if until else "")),
    ]


def _document(number, day):
    if not number:
        return NOTHING
    return f"№\u00a0{number}" + (f" от {date_format(day, 'j E Y г.')}" if day else "")


@require_safe
def specialist_document(request, pk):
    """Give a document of a specialist, and journal who read it."""
    if not may_read_specialist_documents(request):
        raise PermissionDenied
    row = get_object_or_404(specialist_documents_of(request.entrance.member), pk=pk)
    if row.sent_file:
        return give(request, row.sent_file, action="specialist.document_read")
    return serve_private(request, row.file, row.file_name, action="specialist.document_read")
