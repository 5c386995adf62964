"""The member's own entry of the register (REQ-3.1.V1, регламент п. 3.1)."""

from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView

from lk_addon.cabinet.datapages import DataBlock, DataPageView
from lk_addon.cabinet.facts import Facts
from lk_addon.registry.entry import entry_rows, head_words
from lk_addon.registry.forms import CardDayForm
from lk_addon.registry.history import entry_on
from lk_addon.registry.queries import changes_between
from lk_addon.registry.statement import StatementForm
from lk_addon.registry.tables import ChangeTable
from lk_addon.registry.timeliness import ReportTerms


class OrganizationView(DataPageView):
    """«Сведения реестра»: every field of the entry today or on a day of the past, and all that changed since."""

    title = "Сведения реестра"
    clause = "3.1"
    template_name = "lk_addon/registry/organization.html"

    @cached_property
    def day_form(self):
        """The day on which the card is asked for."""
        return CardDayForm(self.request.GET, member=self.member)

    @cached_property
    def today(self):
        """The day that the cabinet lives in."""
        return timezone.localdate()

    @cached_property
    def day(self):
        """The day asked for; today where there is none, or none that the register knows."""
        return (self.day_form.is_valid() and self.day_form.cleaned_data["on"]) or self.today

    @cached_property
    def card(self):
        """The entry as it stood on that day."""
        return entry_on(self.member, self.day) if self.day < self.today else self.member

    @cached_property
    def entry(self):
        """The card in words."""
        return entry_rows(self.card, self.day)

    @cached_property
    def heads(self):
        """Those in authority on that day."""
        return self.card.current_heads(self.day)

    def get_as_of(self):
        """Return the day of the card."""
        return self.day

    def get_facts(self):
        """Return the card: one sheet of the workbook, several panels of the page."""
        rows = [row for group in self.entry.values() for row in group]
        rows += [("Руководитель", head_words(head)) for head in self.heads]
        return [Facts(code="entry", title="Сведения реестра", rows=rows)]

    def get_blocks(self):
        """Return the changes."""
        past = self.day < self.today
        changes = DataBlock(
            self.request,
            code="changes",
            title=f"Изменения после {self.day:%d.%m.%Y}" if past else "История изменений",
            rows=changes_between(self.member, self.day, self.today) if past else self.member.changes.all(),
            table_class=ChangeTable,
            as_of=self.day,
            empty_title="Изменений не было",
        )
        return [changes]

    def get_context_data(self, **kwargs):
        """Add what the panels show."""
        return super().get_context_data(
            member=self.member,
            day=self.day,
            past=self.day < self.today,
            day_form=self.day_form,
            entry=self.entry,
            heads=self.heads,
            **kwargs,
        )


class StatementView(FormView):
    """«Заявить изменение»: a statement to print and sign, with the deadline reckoned (REQ-L.4). Nothing is stored."""

    form_class = StatementForm
    template_name = "lk_addon/registry/statement.html"

    def get_form_kwargs(self):
        """Show what the register says now beside each field."""
        return super().get_form_kwargs() | {"member": self.request.entrance.member}

    def form_valid(self, form):
        """Show the statement."""
        terms = ReportTerms()
        event_on = form.cleaned_data["event_on"]
        context = self.get_context_data(
            form=form,
            member=self.request.entrance.member,
            changes=form.changes,
            term=terms.on(event_on),
            report=terms.report(event_on=event_on, reported_on=timezone.localdate()),
        )
        self.template_name = "lk_addon/registry/statement_paper.html"
        return self.render_to_response(context)


def organization_tile(request):
    """Give the dashboard's tile the entry it sums up."""
    return {"member": request.entrance.member}
