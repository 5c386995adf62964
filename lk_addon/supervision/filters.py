"""Filters of the cabinet's pages about control."""

import django_filters

from lk_addon.supervision.models import AnnualReport, Inspection, Specialist


class InspectionFilter(django_filters.FilterSet):
    """By year, kind, state, and result."""

    year = django_filters.NumberFilter(label="Год", field_name="start__year", min_value=2009, max_value=2100)
    kind = django_filters.ChoiceFilter(label="Вид", choices=Inspection.Kind, empty_label="любой")
    state = django_filters.ChoiceFilter(label="Состояние", choices=Inspection.State, empty_label="любое")
    result = django_filters.ChoiceFilter(label="Результат", choices=Inspection.Result, empty_label="любой")

    class Meta:
        model = Inspection
        fields = []


class ReportFilter(django_filters.FilterSet):
    """By state."""

    state = django_filters.ChoiceFilter(label="Состояние", choices=AnnualReport.State, empty_label="любое")

    class Meta:
        model = AnnualReport
        fields = []


class SpecialistFilter(django_filters.FilterSet):
    """By role and qualification."""

    role = django_filters.ChoiceFilter(label="Роль", choices=Specialist.Role, empty_label="любая")
    qualification = django_filters.ChoiceFilter(
        label="Квалификация", choices=Specialist.Qualification, empty_label="любая"
    )

    class Meta:
        model = Specialist
        fields = []
