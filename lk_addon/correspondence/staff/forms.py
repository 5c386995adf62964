"""Forms of acts upon threads and notices."""

import uuid

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils import timezone

from cms.users.models import User
from cms.workdays.queries import add_workdays
from lk_addon.cabinet.departments import DEPARTMENTS
from lk_addon.cabinet.files import MAX_SIZE
from lk_addon.cabinet.widgets import DayInput
from lk_addon.correspondence.domain.kinds import templates_for
from lk_addon.correspondence.models import Letter
from lk_addon.files import accepted

USUAL_ANSWER = 5  # working days that the member is given unless the employee says otherwise
ACCEPT = ",".join(f".{extension}" for extension in accepted.ACCEPTED)


class FilesInput(forms.FileInput):
    """Several files at once."""

    allow_multiple_selected = True

    def __init__(self, attrs=None):
        super().__init__({"accept": ACCEPT, "multiple": True} | (attrs or {}))


class FilesField(forms.FileField):
    """Files that are checked as those of members are; its value is a list."""

    widget = FilesInput

    def clean(self, data, initial=None):
        """Return the files. Raises ValidationError naming each that is refused."""
        files = [super(FilesField, self).clean(one, initial) for one in data or []] if data else []
        if self.required and not files:
            raise ValidationError(self.error_messages["required"], code="required")
        problems = [problem for file in files if file for problem in _problems(file)]
        if problems:
            raise ValidationError(problems)
        return files


def _problems(file):
    if file.size > MAX_SIZE:
        return [f"«{file.name}»: файл больше {MAX_SIZE // 1024 // 1024} МБ."]
    try:
        accepted.check(file)
    except ValidationError as error:
        return [f"«{file.name}»: {problem}" for problem in error.messages]
    return []


class LetterForm(forms.Form):
    """A letter to the member: a text, files, and whether it goes on paper too."""

    key = forms.UUIDField(required=False, initial=uuid.uuid4, widget=forms.HiddenInput)
    template = forms.ModelChoiceField(
        label="Шаблон", queryset=None, required=False, help_text="Текст шаблона добавится кнопкой «Подставить шаблон»."
    )
    text = forms.CharField(label="Текст", max_length=20_000, widget=forms.Textarea({"rows": 10}))
    files = FilesField(
        label="Файлы", required=False, help_text="Выберите после того, как подставлен шаблон. Каждый не больше 50 МБ."
    )
    on_letterhead = forms.BooleanField(
        label="Приложить письмо на бланке (PDF)",
        required=False,
        help_text="Номер и дата проставятся сами; если настроена электронная печать, письмо будет ею заверено.",
    )
    signatory_position = forms.CharField(label="Должность подписавшего (для бланка)", max_length=200, required=False)
    signatory_name = forms.CharField(label="Кто подписал (для бланка)", max_length=300, required=False)

    def __init__(self, *args, thread, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["template"].queryset = templates_for(thread)

    def clean(self):
        """Ask who signs what goes on paper."""
        data = super().clean()
        if data.get("on_letterhead"):
            for name in ("signatory_position", "signatory_name"):
                if not data.get(name):
                    self.add_error(name, "Укажите для письма на бланке.")
        return data

    @property
    def paper(self):
        """What of the form says how the letter goes on paper."""
        data = self.cleaned_data
        signatory = {name: data[name] for name in ("signatory_position", "signatory_name") if data["on_letterhead"]}
        return {"on_letterhead": data["on_letterhead"], "signatory": signatory, "key": data["key"]}


class QuestionForm(LetterForm):
    """A question, and by when the member answers."""

    answer_until = forms.DateField(label="Ответить до", widget=DayInput)
    field_order = ["template", "text", "answer_until"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answer_until"].initial = add_workdays(timezone.localdate(), USUAL_ANSWER)


class ReplyForm(LetterForm):
    """An answer, which settles the matter unless it says otherwise."""

    closes = forms.BooleanField(
        label="Ответ окончательный",
        required=False,
        initial=True,
        help_text="Обращение закроется. Снимите отметку, если это промежуточный ответ.",
    )
    field_order = ["template", "text", "closes"]


class NoteForm(forms.Form):
    """A remark for colleagues."""

    text = forms.CharField(label="Заметка", max_length=4000, widget=forms.Textarea({"rows": 5}))


class AssignForm(forms.Form):
    """Who of the department works on it."""

    assignee = forms.ModelChoiceField(label="Исполнитель", queryset=None, required=False, empty_label="весь отдел")

    def __init__(self, *args, thread, **kwargs):
        super().__init__(*args, **kwargs)
        staff = User.objects.filter(is_active=True, is_staff=True, groups=thread.department_id)
        self.fields["assignee"].queryset = staff.order_by("last_name", "first_name", "email")


class HandOverForm(forms.Form):
    """The other department."""

    department = forms.ModelChoiceField(label="Какому отделу", queryset=None)

    def __init__(self, *args, thread, **kwargs):
        super().__init__(*args, **kwargs)
        others = Group.objects.filter(name__in=DEPARTMENTS).exclude(pk=thread.department_id)
        self.fields["department"].queryset = others.order_by("name")


class RegisterForm(forms.Form):
    """Which letters get an incoming number."""

    letters = forms.ModelMultipleChoiceField(
        label="Письма",
        queryset=None,
        error_messages={
            "required": "Отметьте хотя бы одно письмо.",
            "invalid_choice": "Одно из писем уже зарегистрировано: обновите страницу.",
        },
    )

    def __init__(self, *args, waiting, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["letters"].queryset = Letter.objects.filter(pk__in=[letter.pk for letter in waiting])
