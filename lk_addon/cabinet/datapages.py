"""Pages that show a member's data: tables with filters, sorting, pages, print and XLSX (REQ-3.1, регламент п. 3.1).

A page is one or several :class:`DataBlock`. It works by plain links and forms;
htmx only replaces the block instead of the page. Everything is cut, sorted and
counted by the database. docs/design.md shows how to write one.
"""

from urllib.parse import urlencode

from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from django_tables2.data import TableQuerysetData

from lk_addon.cabinet.spreadsheets import tables_response

PAGE_SIZES = (25, 50, 100)
PRINTED_ROWS = 1000


class DataBlock:
    """One table of a page, with its filters, its page of rows and the date of its data.

    ``code`` names the block in the page's addresses, in feedback and in exports. ``rows`` is a
    queryset (or a list) that the reader may see whole. ``prefix`` keeps the parameters of several
    blocks of one page apart; a filter must not be called ``sort``, ``page`` or ``per_page``.
    ``clause`` is that of the block where it differs from the page's.
    An unknown value of a filter shows no rows and an error, never all rows.
    """

    def __init__(
        self,
        request,
        *,
        code,
        rows,
        table_class,
        title="",
        filterset_class=None,
        as_of=None,
        empty_title="Записей нет",
        empty_text="",
        prefix="",
        clause="",
    ):
        self.request = request
        self.code, self.title, self.prefix, self.clause = code, title, prefix, clause
        self.as_of = as_of or timezone.localdate()
        self.empty_title, self.empty_text = empty_title, empty_text
        self.filterset = filterset_class and filterset_class(
            request.GET, queryset=rows, request=request, prefix=prefix or None
        )
        if self.filterset is not None:
            rows = self.filterset.qs if self.filterset.form.is_valid() else rows.none()
        self.table = table_class(rows, prefix=f"{prefix}-" if prefix else "")
        self._sort()

    @property
    def printing(self):
        """Whether the page is asked for in the form for paper: without pages, up to ``PRINTED_ROWS`` rows."""
        return "print" in self.request.GET

    @property
    def filtered(self):
        """Whether any filter is set."""
        return self.filterset is not None and bool(self.filterset.form.changed_data)

    @cached_property
    def page(self):
        """The page of rows that is asked for; a number beyond the last gives the last."""
        asked = self.request.GET
        self.table.paginate(page=1, per_page=PRINTED_ROWS if self.printing else self._page_size())
        self.table.page = self.table.paginator.get_page(
            1 if self.printing else asked.get(self.table.prefixed_page_field)
        )
        return self.table.page

    @property
    def count(self):
        """How many rows pass the filters."""
        return self.page.paginator.count

    @property
    def counted(self):
        """Whether the number of rows tells anything: not of a handful, not of an empty list."""
        return isinstance(self.table.data, TableQuerysetData) and (self.count > 0 or self.filtered)

    @property
    def page_numbers(self):
        """The numbers to offer, with a gap in long ranges."""
        return self.page.paginator.get_elided_page_range(self.page.number, on_each_side=2, on_ends=1)

    @property
    def page_sizes(self):
        """The sizes of page to offer: none when everything fits the smallest."""
        return PAGE_SIZES if self.count > PAGE_SIZES[0] and not self.printing else ()

    @property
    def kept_parameters(self):
        """What a new filter leaves as it was: this block's order and size of page, and the other blocks."""
        own = {self.table.prefixed_order_by_field, self.table.prefixed_per_page_field}
        return [
            (name, value)
            for name, values in self.request.GET.lists()
            for value in values
            if name in own or (self.prefix and "-" in name and not name.startswith(f"{self.prefix}-"))
        ]

    @property
    def unfiltered_address(self):
        """The page with this block's filters taken away."""
        kept = urlencode(self.kept_parameters)
        return f"{self.request.path}?{kept}" if kept else self.request.path

    def _page_size(self):
        asked = self.request.GET.get(self.table.prefixed_per_page_field, "")
        return int(asked) if asked in map(str, PAGE_SIZES) else PAGE_SIZES[0]

    def _sort(self):
        asked = self.request.GET.getlist(self.table.prefixed_order_by_field)
        if asked:
            self.table.order_by = asked
        if isinstance(self.table.data, TableQuerysetData):
            query = self.table.data.data.query
            if not query.combinator and not query.values_select:  # equal rows must not change places between pages
                ordering = query.order_by or query.get_meta().ordering
                self.table.data.data = self.table.data.data.order_by(*ordering, "pk")


class DataPageView(TemplateView):
    """A page of several blocks; subclasses give ``title``, ``clause`` and :meth:`get_blocks`.

    ``file_title`` names the workbook where the title must not: no file is called by a person's name.
    """

    http_method_names = ["get", "head", "options"]
    template_name = "lk_addon/cabinet/data_list.html"
    title = ""
    file_title = ""
    clause = ""

    @property
    def member(self):
        """The register entry in view."""
        return self.request.entrance.member

    def get_blocks(self):
        """Return the page's :class:`DataBlock` instances from top to bottom."""
        raise ImproperlyConfigured(f"{type(self).__name__} has no blocks")

    def get_facts(self):
        """Return the :class:`lk_addon.cabinet.facts.Facts` that the page's template lays out; they come after blocks.

        The template begins each with ``{% facts_head "code" %}``.
        """
        return []

    def get_as_of(self):
        """Return the day (or moment) that the data are true for."""
        return timezone.localdate()

    def get(self, request, *args, **kwargs):
        """Show the blocks, or give them (``block`` names one) as a workbook with all rows that pass the filters."""
        blocks = self.get_blocks()
        facts = self.get_facts()
        if request.GET.get("export") == "xlsx":
            wanted = request.GET.get("block")
            sheets = [*facts, *blocks]
            chosen = [block for block in sheets if wanted in (None, block.code)]
            name = f"{self.file_title or self.title} {self.member.registration_number} {timezone.localdate():%Y-%m-%d}"
            return tables_response(
                [(block.title or self.title, block.table) for block in chosen or sheets], f"{name}.xlsx"
            )
        return self.render_to_response(self.get_context_data(blocks=blocks, facts=facts, **kwargs))

    def get_context_data(self, *, blocks, facts, **kwargs):
        """Add what the head of the page says."""
        return super().get_context_data(
            title=self.title,
            clause_number=self.clause,
            as_of=self.get_as_of(),
            printing="print" in self.request.GET,
            blocks=blocks,
            several=len(blocks) + len(facts) > 1,
            facts={one.code: one for one in facts},
            **kwargs,
        )


class DataListView(DataPageView):
    """A page of one block; subclasses give ``block``, ``table_class`` and :meth:`get_queryset`."""

    block = ""
    table_class = None
    filterset_class = None
    empty_title = "Записей нет"
    empty_text = ""

    def get_queryset(self):
        """Return the rows that this member may see."""
        raise ImproperlyConfigured(f"{type(self).__name__} has no rows")

    def get_blocks(self):
        """Return the one block."""
        return [
            DataBlock(
                self.request,
                code=self.block,
                rows=self.get_queryset(),
                table_class=self.table_class,
                filterset_class=self.filterset_class,
                as_of=self.get_as_of(),
                empty_title=self.empty_title,
                empty_text=self.empty_text,
            )
        ]
