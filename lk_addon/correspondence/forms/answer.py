"""What a member writes back in a thread, whatever its kind: an answer to a question, a withdrawal."""

from django import forms

from lk_addon.correspondence.forms.base import SubmissionForm


class AnswerForm(SubmissionForm):
    """The answer to a question of the SRO: words and files; the thread has its subject."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("subject", None)
        self.fields["text"].required = True
        for name in ("signatory_name", "signatory_position", "signatory_basis"):
            self.fields[name].required = False


class WithdrawForm(forms.Form):
    """Why a submission is taken back."""

    reason = forms.CharField(
        label="Почему отзываете",
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text="Причину прочитает сотрудник СРО. Отозванное остаётся в переписке.",
    )
