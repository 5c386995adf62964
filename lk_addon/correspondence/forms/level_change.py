"""A question about the level of responsibility; the application itself is signed (REQ-3.1.R3, REQ-3.2.1.S1)."""

from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from lk_addon.cabinet.templatetags.money import rubles
from lk_addon.correspondence.forms.applications import Application, to_change_register
from lk_addon.correspondence.forms.base import SubmissionForm
from lk_addon.correspondence.register_parts import LEVEL
from lk_addon.registry.models import Fund, MemberLevel, ResponsibilityLevel
from lk_addon.registry.models.levels import ORDINALS
from lk_addon.registry.queries import funds_of, levels_table


@dataclass(frozen=True)
class Step:
    """A higher level of a fund: what law says of it, and how much is to be paid beside what was paid."""

    level: ResponsibilityLevel
    top_up: Decimal

    @property
    def application(self):
        """The signed application for this level."""
        return level_application(self.level.fund, self.level.number)


@dataclass(frozen=True)
class FundSteps:
    """What a member has in a fund today, and the levels above."""

    fund: Fund
    level: MemberLevel | None
    paid: Decimal
    steps: list[Step]


def steps_of(member):
    """Return :class:`FundSteps` of both funds on this day. Five queries."""
    table = levels_table()
    return [
        FundSteps(
            state.fund,
            state.level,
            state.total,
            [
                Step(row, max(row.min_contribution_rub - state.total, Decimal(0)))
                for row in table
                if row.fund == state.fund and row.number > (state.level.number if state.level else 0)
            ],
        )
        for state in funds_of(member)
    ]


def level_application(fund, number):
    """Return the :class:`Application` for a level, filled in as far as it is known."""
    return Application("Подать заявление на этот уровень", to_change_register(**{LEVEL + fund: number}))


class LevelChangeForm(SubmissionForm):
    """Which level of which fund is thought of, and the question."""

    HAS_SUBJECT = False

    fund = forms.ChoiceField(label="Фонд", choices=[(fund.value, f"{fund.short}: {fund.label}") for fund in Fund])
    number = forms.TypedChoiceField(
        label="Нужный уровень",
        coerce=int,
        choices=[("", "Выберите"), *((number, f"{word} уровень") for number, word in enumerate(ORDINALS))],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.funds = steps_of(self.member)
        self.fields["text"].label, self.fields["text"].required = "Вопрос или причина", True
        self.order_fields(["fund", "number", "text"])

    def clean(self):
        """Refuse a level that the fund does not have, and the one that the member has already."""
        cleaned = super().clean()
        if self.errors:
            return cleaned
        state = self._state()
        if not any(row.fund == state.fund and row.number == cleaned["number"] for row in levels_table()):
            self.add_error("number", "Такого уровня в этом фонде нет.")
        elif state.level and state.level.number == cleaned["number"]:
            raise ValidationError("Этот уровень у вас уже есть. Выберите другой или напишите «Остальные обращения».")
        return cleaned

    def _state(self):
        return next(state for state in self.funds if state.fund == self.cleaned_data["fund"])

    def subject_line(self):
        """Name the fund and the level."""
        return f"{Fund(self.cleaned_data['fund']).short}: {ORDINALS[self.cleaned_data['number']]} уровень"

    def shown(self):
        """Tell of the top-up as it was on the day of the question."""
        state = self._state()
        present = f"{state.level.get_number_display()} уровень" if state.level else "нет"
        pairs = [*super().shown(), ["Уровень сейчас", present], ["Внесено в фонд", rubles(state.paid)]]
        step = next((step for step in state.steps if step.level.number == self.cleaned_data["number"]), None)
        return [*pairs, ["Доплата до нужного уровня", rubles(step.top_up)]] if step else pairs


def after_question(letter):
    """Return the signed :class:`Application` that the question is about."""
    return level_application(letter.fields["fund"], letter.fields["number"])
