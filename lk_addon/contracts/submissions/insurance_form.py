"""What members send of insurance: a question, or a policy with its scan (REQ-3.1.R5, REQ-3.2.2.N7)."""

from datetime import timedelta
from itertools import pairwise

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import fields_for_model
from django.utils import timezone
from django.utils.functional import cached_property

from lk_addon.cabinet.widgets import DayInput
from lk_addon.contracts.coverage import gaps, overlaps
from lk_addon.contracts.models import InsuranceContract
from lk_addon.contracts.queries import insurance_of
from lk_addon.correspondence.forms.base import SubmissionForm
from lk_addon.correspondence.forms.fields import MoneyField

#: What a policy says, in the order in which it is asked.
POLICY = (
    "kind",
    "basis",
    "policy_no",
    "signed_at",
    "start",
    "end",
    "retro_date",
    "insurer_name",
    "insurer_inn",
    "insurer_licence",
    "insurer_address",
    "insurer_phone",
    "insured_sum",
    "limit_per_case",
    "deductible",
    "premium",
    "premium_paid_at",
    "object_title",
    "territory",
    "beneficiary",
    "is_collective",
)
#: Under which heading fields stand, by the first of them.
HEADINGS = {"kind": "Договор", "insurer_name": "Страховщик", "insured_sum": "Суммы", "object_title": "Что ещё"}
SUMS = ("insured_sum", "limit_per_case", "deductible", "premium")
DAYS = ("signed_at", "start", "end", "retro_date", "premium_paid_at")
#: What a new policy usually has in common with the one before it.
REPEATED = (
    "kind",
    "basis",
    "retro_date",
    "insurer_name",
    "insurer_inn",
    "insurer_licence",
    "insurer_address",
    "insurer_phone",
    "insured_sum",
    "limit_per_case",
    "deductible",
    "object_title",
    "territory",
    "beneficiary",
    "is_collective",
)
NOT_SCANNED = "Приложите скан договора с подписями и печатями: PDF, JPG или PNG."
SCANS = ("pdf", "jpg", "jpeg", "png")


class PolicyForm(SubmissionForm):
    """A policy as the member has it, prefilled from the last one; it counts once staff have accepted it."""

    HAS_SUBJECT = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        fields = fields_for_model(InsuranceContract, POLICY, widgets=dict.fromkeys(DAYS, DayInput))
        for name in SUMS:
            least = {"min_value": 0} if name == "deductible" else {}
            fields[name] = MoneyField(label=fields[name].label, required=fields[name].required, **least)
        self.fields |= fields
        self.order_fields([*POLICY, *self.ENVELOPE])

    def groups(self):
        """Return (heading, fields) pairs as the page shows them."""
        headings = (
            ("Договор", "kind"),
            ("Страховщик", "insurer_name"),
            ("Суммы", "insured_sum"),
            ("Что ещё", "object_title"),
        )
        starts = [POLICY.index(name) for _heading, name in headings] + [len(POLICY)]
        parts = zip(headings, pairwise(starts), strict=True)
        return [(heading, [self[name] for name in POLICY[since:until]]) for (heading, _name), (since, until) in parts]

    @cached_property
    def policies(self):
        """The member's policies that have not ended."""
        return list(insurance_of(self.member).current())

    def prefilled(self):
        """Begin with what the last policy says, its term moved on; a member without one begins with nothing."""
        return super().prefilled() | renewed(insurance_of(self.member).first())

    def clean(self):
        """Let the policy's own checks look, and refuse one that has ended."""
        cleaned = super().clean()
        if self.is_policy() and not self.errors.keys() & {"start", "end"}:
            if cleaned["end"] < timezone.localdate():
                self.add_error("end", "Этот договор уже закончился. Представьте действующий.")
            self._check_policy()
        return cleaned

    def is_policy(self):
        """Whether a policy is told of, and not only asked something."""
        return True

    def _check_policy(self):
        try:
            self.policy().full_clean()
        except ValidationError as error:
            for name, messages in error.error_dict.items():
                if name not in self.errors:
                    self.add_error(None if name == NON_FIELD_ERRORS else name, messages)

    def policy(self):
        """Return the unsaved policy that the form tells of."""
        values = {name: value for name in POLICY if (value := self.cleaned_data.get(name)) not in (None, "")}
        return InsuranceContract(member=self.member, **values)

    @cached_property
    def remarks(self):
        """What is odd beside the policies of its kind: days without insurance, days insured twice."""
        policy = self.policy()
        others = insurance_of(self.member).filter(kind=policy.kind, basis=InsuranceContract.Basis.ANNUAL)
        if policy.basis != InsuranceContract.Basis.ANNUAL:
            return []
        both = [*others, policy]
        found = [
            f"без страхования с {gap.start:%d.%m.%Y} по {gap.end:%d.%m.%Y}"
            for gap in gaps(both)
            if policy in (gap.first, gap.second)
        ]
        found += [
            f"два договора сразу с {two.start:%d.%m.%Y} по {two.end:%d.%m.%Y}"
            for two in overlaps(both)
            if policy in (two.first, two.second)
        ]
        return found

    def subject_line(self):
        """Name the policy."""
        return f"Договор страхования №\u00a0{self.cleaned_data['policy_no']}, {self.cleaned_data['insurer_name']}"

    def shown(self):
        """Add what is odd about its term."""
        pairs = super().shown()
        if self.is_policy() and self.remarks:
            pairs.append(["Обратите внимание", "; ".join(self.remarks)])
        return pairs


def renewed(last):
    """Return what a policy that follows ``last`` (None: there is none) begins with."""
    if last is None:
        return {}
    start = last.end + timedelta(days=1)
    end = last.end + (last.end - last.start) + timedelta(days=1)
    return {name: getattr(last, name) for name in REPEATED} | {"start": start, "end": end}


class PolicyRequestForm(PolicyForm):
    """A request about insurance: usually a question, or a policy whose scan follows or is enclosed."""

    ABOUT = (("question", "вопрос о страховании"), ("policy", "сведения о договоре"))

    about = forms.ChoiceField(label="О чём", choices=ABOUT)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.asked = {name for name in POLICY if self.fields[name].required}
        for name in POLICY:
            self.fields[name].required = False
        self.order_fields(["about", *POLICY, *self.ENVELOPE])

    def is_policy(self):
        """Ask what was chosen."""
        return self.cleaned_data.get("about") == "policy"

    def clean(self):
        """Ask a policy for what it must say, a question for its words."""
        cleaned = self.cleaned_data
        if self.is_policy():
            for name in sorted(self.asked - self.errors.keys()):
                if cleaned.get(name) in (None, ""):
                    self.add_error(name, "Укажите: без этого договор не учесть.")
        else:
            for name in POLICY:
                cleaned.pop(name, None)
                self.errors.pop(name, None)
            if not cleaned.get("text"):
                self.add_error("text", "Напишите, что вы хотите узнать.")
        return super().clean() or cleaned

    def subject_line(self):
        """Name the policy or say that it is a question."""
        return super().subject_line() if self.is_policy() else "Вопрос о страховании"


def policy_in(letter):
    """Return the unsaved policy that ``letter`` tells of."""
    values = {}
    for name in POLICY:
        kept = letter.fields.get(name)
        if kept not in (None, ""):
            values[name] = InsuranceContract._meta.get_field(name).to_python(kept)
    return InsuranceContract(member=letter.thread.member, **values)
