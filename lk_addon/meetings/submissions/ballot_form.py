"""The ballot: an answer to each question of open voting, or a scan of the paper (REQ-3.2.2.N8)."""

from django import forms
from django.utils.functional import cached_property

from lk_addon.correspondence.forms.base import SubmissionForm
from lk_addon.meetings.announcing import moment
from lk_addon.meetings.models import Ballot, Choice, Meeting
from lk_addon.meetings.queries import meetings_of

ITEM = "item_"  # before the keys of questions
Way = Ballot.Way
WAYS = [(Way.ELECTRONIC, "заполнить здесь"), (Way.SCAN, "приложить скан бумажного бюллетеня")]


class BallotForm(SubmissionForm):
    """Its questions are those of the meeting that is chosen; secret ones are never asked here."""

    HAS_SUBJECT = False

    meeting = forms.ModelChoiceField(
        label="Собрание",
        queryset=Meeting.objects.none(),
        empty_label=None,
        error_messages={"invalid_choice": "Это собрание бюллетени не принимает."},
    )
    way = forms.ChoiceField(label="Как голосуете", choices=WAYS, initial=Way.ELECTRONIC, widget=forms.RadioSelect)
    confirmed = forms.BooleanField(
        label="Я проверил(а) бюллетень и голосую от имени организации",
        error_messages={"required": "Подтвердите, что бюллетень заполнен верно."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["text"]
        self.fields["meeting"].queryset = meetings_of(self.member).filter(
            state=Meeting.State.VOTING, ballot_deadline__isnull=False
        )
        self._ask()

    def prefilled(self):
        """Leave the signatory open: a ballot is cast by who is signed in, a signature upon it is the exception."""
        return {}

    def show_typed(self, typed):
        """Ask the questions of the meeting that was typed before its answers are shown."""
        self.initial["meeting"] = typed.get(self.add_prefix("meeting"), self.initial.get("meeting"))
        self.__dict__.pop("meeting_in_view", None)
        self._ask()
        super().show_typed(typed)

    @cached_property
    def meeting_in_view(self):
        """The meeting that is chosen, the first that takes ballots while nothing sensible is; None where none does."""
        chosen, rows = self.chosen("meeting"), self.fields["meeting"].queryset
        return (rows.filter(pk=chosen).first() if chosen.isdecimal() else None) or rows.first()

    @cached_property
    def items_in_view(self):
        """Questions of the meeting in view that are put to the vote."""
        return [item for item in self.meeting_in_view.items.all() if item.is_voted] if self.meeting_in_view else []

    def _ask(self):
        """Put the questions of the meeting in view in the place of others."""
        self.__dict__.pop("items_in_view", None)
        for name in [name for name in self.fields if name.startswith(ITEM)]:
            del self.fields[name]
        if self.meeting_in_view and not self.is_bound:
            self.initial.setdefault("meeting", self.meeting_in_view.pk)
        for item in self.items_in_view:
            if item.is_on_ballot:
                self.fields[f"{ITEM}{item.pk}"] = forms.ChoiceField(
                    label=str(item),
                    choices=[(choice.value, choice.label.upper()) for choice in Choice],
                    widget=forms.RadioSelect,
                    required=False,  # a scan answers them; :meth:`clean` asks for the rest
                    help_text=f"Проект решения: {item.draft_decision}",
                )
        questions = [name for name in self.fields if name.startswith(ITEM)]
        self.order_fields(["meeting", "way", *questions, "confirmed", *self.ENVELOPE])

    @property
    def question_fields(self):
        """The questions as the page shows them."""
        return [self[name] for name in self.fields if name.startswith(ITEM)]

    @property
    def secret_items(self):
        """Questions of secret voting, which this ballot does not ask."""
        return [item for item in self.items_in_view if item.is_secret]

    def clean(self):
        """Ask for every answer, or take none beside a scan: what counts would be unclear. Refuse what comes late."""
        cleaned = super().clean()
        if self.meeting_in_view is None:
            self.add_error(None, "Сейчас ни одно собрание не принимает бюллетени.")
        elif not self.meeting_in_view.takes_ballots:
            last = moment(self.meeting_in_view.ballot_deadline)
            self.add_error(None, f"Приём бюллетеней закончен {last}: бюллетень не принят.")
        for name in [name for name in self.fields if name.startswith(ITEM)]:
            if cleaned.get("way") == Way.SCAN:
                cleaned[name] = ""
            elif not cleaned.get(name) and name not in self.errors:
                self.add_error(name, "Выберите один вариант.")
        return cleaned

    def subject_line(self):
        """Name the meeting."""
        return f"Бюллетень: {self.cleaned_data['meeting']}"
