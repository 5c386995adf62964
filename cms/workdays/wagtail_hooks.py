"""The production calendar in the staff admin: an editor, the year at a glance, a reminder on the first page."""

import calendar as months
from datetime import date

from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.auth import permission_required
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import InspectView, SnippetViewSet

from cms.workdays import queries
from cms.workdays.domain import open_year
from cms.workdays.models import CalendarYear

WEEKS = months.Calendar()


class YearView(InspectView):
    """Twelve months with their days off and the number of working days."""

    def get_context_data(self, **kwargs):
        """Add the months, each with its weeks of (day or None, working, title)."""
        year = self.object
        known = queries.Calendar({day.day: day.kind == day.Kind.WORKING for day in year.days.all()}, {})
        titles = {day.day: day.title for day in year.days.all()}

        def cell(day, month):
            return None if day.month != month else (day, known.is_workday(day), titles.get(day, ""))

        grid = []
        for month in range(1, 13):
            weeks = [[cell(day, month) for day in week] for week in WEEKS.monthdatescalendar(year.number, month)]
            working = sum(bool(one and one[1]) for week in weeks for one in week)
            grid.append((date(year.number, month, 1), weeks, working))
        return super().get_context_data(**kwargs) | {"months": grid, "total": sum(month[2] for month in grid)}


class CalendarViewSet(SnippetViewSet):
    """The years, newest first."""

    model = CalendarYear
    icon = "calendar-alt"
    menu_label = "Производственный календарь"
    add_to_settings_menu = True
    list_display = ["__str__", BooleanColumn("confirmed", label="переносы внесены"), "ground"]
    inspect_view_enabled = True
    inspect_view_class = YearView
    inspect_template_name = "cms/workdays/year.html"


register_snippet(CalendarViewSet)


@require_POST
@permission_required("workdays.add_calendaryear")
def open_year_view(request, number):
    """Open a year with the law's days, then let it be completed."""
    try:
        year = open_year(number=number, actor=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("wagtailadmin_home")
    messages.success(request, f"Календарь на {number} год заведён по закону. Внесите переносы выходных.")
    return redirect(CalendarYear.snippet_viewset.get_url_name("edit"), year.pk)


@hooks.register("register_admin_urls")
def urls():
    """Address of the opening of a year."""
    return [path("workdays/open/<int:number>/", open_year_view, name="workdays_open_year")]


class CalendarPanel(Component):
    """Says that a year is missing or not confirmed while its deadlines are being counted already."""

    template_name = "cms/workdays/panel.html"
    order = 250

    def __init__(self, years):
        self.years = years

    def get_context_data(self, parent_context):
        """Add where to mend it."""
        index_url = reverse(CalendarYear.snippet_viewset.get_url_name("list"))
        return {"years": self.years, "index_url": index_url, "request": parent_context["request"]}


@hooks.register("construct_homepage_panels")
def add_panel(request, panels):
    """Show it to those who may edit the calendar, when there is something to mend."""
    if request.user.has_perm("workdays.change_calendaryear"):
        years = queries.years_to_mend(timezone.localdate())
        if years:
            panels.append(CalendarPanel(years))
