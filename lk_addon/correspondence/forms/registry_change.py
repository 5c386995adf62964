"""«Изменения в реестр»: what the register says now beside what it is to say (REQ-3.2.1.S1, REQ-L.4)."""

from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from lk_addon.cabinet.templatetags.money import rubles, rubles_short
from lk_addon.cabinet.widgets import DayInput
from lk_addon.correspondence.deadlines import member_due
from lk_addon.correspondence.forms.applications import CABINET
from lk_addon.correspondence.forms.base import SubmissionForm
from lk_addon.correspondence.register_parts import (
    ADDRESS,
    ADDRESS_PARTS,
    HEADS,
    LEVEL,
    RESTRICTION,
    RIGHT,
    Change,
    columns_of,
    label_of,
    present,
    words,
)
from lk_addon.correspondence.unavailability import days_late, member_term
from lk_addon.registry.models import Category, Fund, Member, MemberHead, RightDecision, RightState
from lk_addon.registry.queries import levels_table

Kind = RightDecision.Kind
NEW_HEAD = ("head_full_name", "head_position", "head_since")
BESIDE = "beside"  # a head who acts beside those whom the register names


class Wish(NamedTuple):
    """What may be asked of a right: the decision, and the states in which it makes sense."""

    label: str
    kind: RightDecision.Kind
    states: tuple


#: Field of the form → what is asked with it.
WISHES = {
    "right_grant": Wish("Наделить правом", Kind.GRANT, (None, RightState.TERMINATED)),
    "right_resume": Wish("Возобновить право", Kind.RESUME, (RightState.SUSPENDED,)),
    "right_terminate": Wish("Прекратить право", Kind.TERMINATE, (RightState.ACTIVE, RightState.SUSPENDED)),
}


@dataclass(frozen=True)
class Row:
    """A line of the form: a part of the register, what it says now, and the fields for what it is to say."""

    title: str
    now: str
    fields: list

    @property
    def are_choices(self):
        """Whether they are lists of boxes, which take the whole width."""
        return any(isinstance(field.field, forms.MultipleChoiceField) for field in self.fields)


class RegistryChangeForm(SubmissionForm):
    """The event, the document that proves it, and a new value for whatever changed: only that is sent."""

    event_on = forms.DateField(
        label="Дата события",
        widget=DayInput,
        help_text="Когда произошло то, что меняет сведения. Со следующего дня считается срок сообщения в СРО.",
    )
    document = forms.CharField(
        label="Чем подтверждается",
        max_length=300,
        help_text="Например: лист записи ЕГРЮЛ от 03.03.2026. Приложите его вместе с заявлением.",
    )

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, member=member, **kwargs)
        self.present = present(member)
        asks = reverse("correspondence:member_term", urlconf=CABINET, args=["registry_change"])
        self.fields["event_on"].widget.attrs |= {"hx-get": asks, "hx-trigger": "change", "hx-target": "#member-term"}
        self.rows = []
        self._ask_entry()
        self._ask_head()
        self._ask_levels()
        self._ask_rights()
        own = [name for name in self.fields if name not in self.ENVELOPE]
        self.order_fields(["subject", *own, *self.ENVELOPE])

    def prefilled(self):
        """Name the matter; the member may name it otherwise."""
        return super().prefilled() | {"subject": "Заявление об изменении сведений реестра членов СРО"}

    def _ask(self, title, now, fields):
        self.fields |= fields
        self.rows.append((title, now, list(fields)))

    def _ask_entry(self):
        for name in columns_of(self.member):
            scheme = {"assume_scheme": "https"} if name == "website" else {}
            field = Member._meta.get_field(name).formfield(required=False, initial="", help_text="", **scheme)
            field.label = label_of(name)
            self._ask(field.label, words(name, self.present[name]), {name: field})
        parts = ADDRESS_PARTS
        if self.member.member_type != Member.Type.FOREIGN:
            parts = [name for name in parts if name != "address_country"]
        fields = {name: Member._meta.get_field(name).formfield(required=False, initial="") for name in parts}
        self._ask(label_of(ADDRESS), words(ADDRESS, self.present[ADDRESS]), fields)

    def _ask_head(self):
        heads = self.present[HEADS]
        fields = {
            "head_full_name": forms.CharField(
                label="Фамилия, имя, отчество", max_length=MemberHead._meta.get_field("full_name").max_length
            ),
            "head_position": forms.CharField(
                label="Должность", max_length=MemberHead._meta.get_field("position").max_length
            ),
            "head_since": forms.DateField(label="Полномочия с", widget=DayInput),
        }
        if len(heads) > 1:
            choices = [(str(head["id"]), f"{head['full_name']}, {head['position']}") for head in heads]
            choices = [("", "Выберите"), *choices, (BESIDE, "действует наряду с ними")]
            fields["head_instead_of"] = forms.ChoiceField(label="Вместо кого", choices=choices)
        for field in fields.values():
            field.required = False
        self._ask(label_of(HEADS), words(HEADS, heads), fields)

    def _ask_levels(self):
        table = levels_table()
        for fund in Fund:
            part = LEVEL + fund.value
            choices = [
                (row.number, level_choice(row))
                for row in table
                if row.fund == fund and row.number != self.present[part]
            ]
            field = forms.TypedChoiceField(
                label=label_of(part),
                choices=[("", "Не меняется"), *choices],
                coerce=int,
                empty_value=None,
                required=False,
            )
            self._ask(field.label, words(part, self.present[part]), {part: field})

    def _ask_rights(self):
        now = "; ".join(f"{one.letter}) {words(RIGHT, self.present[RIGHT + one])}" for one in Category if one.letter)
        fields = {}
        for name, wish in WISHES.items():
            choices = [
                (one.value, f"{one.letter}) {one.label}")
                for one in Category
                if one.letter and self.present[RIGHT + one] in wish.states
            ]
            if choices:
                fields[name] = forms.MultipleChoiceField(
                    label=wish.label,
                    choices=choices,
                    widget=forms.CheckboxSelectMultiple,
                    required=False,
                )
        self._ask("Право выполнять работы", now, fields)
        if self.present[RESTRICTION]:
            lift = forms.BooleanField(label="Снять ограничение", required=False)
            self._ask(label_of(RESTRICTION), words(RESTRICTION, self.present[RESTRICTION]), {"right_lift": lift})

    @property
    def shown_rows(self):
        """Return the lines of the form as :class:`Row`, for its page."""
        return [Row(title, now, [self[name] for name in names]) for title, now, names in self.rows]

    def clean_event_on(self):
        """Refuse an event to come: the register tells what is."""
        day = self.cleaned_data["event_on"]
        if day > timezone.localdate():
            raise ValidationError("Сообщают о событии, которое уже произошло.")
        return day

    def clean(self):
        """Want at least one change, and each of them whole."""
        cleaned = super().clean()
        self._clean_entry()
        self._clean_address()
        self._clean_head()
        both = set(cleaned.get("right_resume") or ()) & set(cleaned.get("right_terminate") or ())
        if both:
            self.add_error("right_terminate", "Одно и то же право нельзя и возобновить, и прекратить.")
        if not self.errors and not self.changes:
            raise ValidationError(
                "Укажите новое значение хотя бы одного сведения. То, что совпадает с реестром, изменением не считается."
            )
        return cleaned

    def _clean_entry(self):
        """Let the register itself judge the new values: check digits, what does not go with the type of member."""
        given = self._given(columns_of(self.member))
        stored = {field.attname: getattr(self.member, field.attname) for field in Member._meta.concrete_fields}
        entry = Member(**(stored | given))
        for judge in (partial(entry.clean_fields, exclude=stored.keys() - given.keys()), entry.clean):
            try:
                judge()
            except ValidationError as error:
                for name in given.keys() & error.error_dict.keys():
                    self.add_error(name, error.error_dict[name])
        self.cleaned_data |= {name: getattr(entry, name) for name in given if name in self.cleaned_data}

    def _clean_address(self):
        given = self._given(ADDRESS_PARTS)
        if given and not given.get("address_region") and self.member.member_type != Member.Type.FOREIGN:
            self.add_error("address_region", "Новый адрес указывают полностью: начните с субъекта Федерации.")

    def _clean_head(self):
        wanted = [name for name in (*NEW_HEAD, "head_instead_of") if name in self.fields]
        if not self._given(wanted):
            return
        for name in wanted:
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, "О новом руководителе укажите всё: кто, должность и с какого дня.")
        before, since = self._replaced(), self.cleaned_data.get("head_since")
        if before and since and since.isoformat() <= before["since"]:
            self.add_error("head_since", "Полномочия нового руководителя начинаются позже, чем у прежнего.")

    def _replaced(self):
        """Return the head in whose place the new one comes, as the register has it; None for one beside the others."""
        heads = self.present[HEADS]
        if len(heads) == 1:
            return heads[0]
        return next((head for head in heads if str(head["id"]) == self.cleaned_data.get("head_instead_of")), None)

    def _given(self, names):
        return {name: value for name in names if (value := self.cleaned_data.get(name))}

    @property
    def changes(self):
        """What was filled in and differs from the register, as :class:`~…register_parts.Change`."""
        new = self._given(columns_of(self.member))
        address = self._given(ADDRESS_PARTS)
        if address and Member(**address).address_in_order() != self.present[ADDRESS]:
            new[ADDRESS] = {name: address.get(name, "") for name in ADDRESS_PARTS}
        if self._given(NEW_HEAD):
            new[HEADS] = self._new_head()
        new |= {part: self.cleaned_data.get(part) for part in (LEVEL + fund.value for fund in Fund)}
        for name, wish in WISHES.items():
            new |= {RIGHT + category: wish.kind.value for category in self.cleaned_data.get(name) or ()}
        if self.cleaned_data.get("right_lift"):
            new[RESTRICTION] = Kind.LIFT.value
        return [
            Change(part, self.present[part], after)
            for part, after in new.items()
            if after is not None and after != self.present[part]
        ]

    def _new_head(self):
        before = self._replaced()
        return {
            "full_name": self.cleaned_data["head_full_name"],
            "position": self.cleaned_data["head_position"],
            "since": self.cleaned_data["head_since"].isoformat(),
            "until": None,
            "instead_of": before and before["id"],
        }

    @property
    def due(self):
        """The last day to tell of the event; None while the event has no day."""
        try:
            day = self.fields["event_on"].to_python(self["event_on"].value())
        except ValidationError:
            return None
        return member_due(self.terms, day)

    @property
    def days_late(self):
        """How many working days after its term the event is told of today."""
        return days_late(self.due)

    def stored(self):
        """Keep the changes with the values that the register had when they were asked for."""
        return super().stored() | {"changes": [change.as_json() for change in self.changes]}

    def shown(self):
        """Return the event, the document and each change as «было → стало»."""
        pairs = [
            [self.fields[name].label, self._words(name, self.cleaned_data[name])] for name in ("event_on", "document")
        ]
        if self.due:
            late = f", опоздание в рабочих днях: {self.days_late}" if self.days_late else ""
            term = member_term(self.due)
            moved = f" ({term.why})" if term.is_moved else ""
            pairs.append(["Сообщить нужно до", f"{date_format(term.on, 'j E Y г.')}{moved}{late}"])
        return pairs + [[change.label, f"{change.old} → {change.new}"] for change in self.changes]


def level_choice(row):
    """Return a level of law in one line: its limit and the contribution that it wants."""
    limit = f"до {rubles_short(row.limit_rub)}" if row.limit_rub is not None else "без предела"
    return f"{row.title}: {limit}, взнос {rubles(row.min_contribution_rub)}"
