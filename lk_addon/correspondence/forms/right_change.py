"""A question about the right to perform works; the application itself is signed (REQ-3.1.R4, REQ-3.2.1.S1)."""

from django import forms

from lk_addon.correspondence.forms.applications import Application, to_change_register
from lk_addon.correspondence.forms.base import SubmissionForm
from lk_addon.correspondence.forms.registry_change import WISHES
from lk_addon.registry.models import OBJECT_CATEGORIES, Category
from lk_addon.registry.queries import rights_on

COMPETE = "compete"
TITLES = {
    "right_grant": "получить право на категорию объектов",
    "right_resume": "возобновить приостановленное право",
    "right_terminate": "отказаться от права на категорию объектов",
    COMPETE: "заключать договоры с использованием конкурентных способов",
}
REFUSALS = {
    "right_grant": "Право на эту категорию объектов у вас уже есть.",
    "right_resume": "Право на эту категорию объектов не приостановлено.",
    "right_terminate": "Права на эту категорию объектов у вас нет.",
}


class RightChangeForm(SubmissionForm):
    """What is to change, and the question."""

    HAS_SUBJECT = False

    wish = forms.ChoiceField(label="Что нужно", choices=list(TITLES.items()), widget=forms.RadioSelect)
    category = forms.ChoiceField(
        label="Категория объектов",
        choices=[("", "Выберите"), *((one.value, f"{one.letter}) {one.label}") for one in OBJECT_CATEGORIES)],
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.rights = rights_on(self.member)
        self.fields["text"].label, self.fields["text"].required = "Вопрос или причина", True
        self.order_fields(["wish", "category", "text"])

    @property
    def states(self):
        """Return (category's right, applications that make sense for it) of each category, for the page."""
        return [
            (
                right,
                [
                    Application(TITLES[name], to_change_register(**{name: right.category.value}))
                    for name, wish in WISHES.items()
                    if right.state in wish.states
                ],
            )
            for right in self.rights.categories
        ]

    @property
    def compete(self):
        """The application that opens competition; None where it is open, or nothing but a right is wanting."""
        if self.rights.may_compete or (self.rights.has_odo_level and not self.rights.restriction):
            return None
        return competition_application(self.rights)

    def clean(self):
        """Want a category where one is meant, and a wish that makes sense for it."""
        cleaned = super().clean()
        wish, category = cleaned.get("wish"), cleaned.get("category")
        if wish == COMPETE:
            cleaned["category"] = ""
            if self.rights.may_compete:
                self.add_error("wish", "Заключать такие договоры вы уже можете.")
        elif wish and not category and "category" not in self.errors:
            self.add_error("category", "Выберите категорию объектов.")
        elif wish and category:
            right = next(one for one in self.rights.categories if one.category == category)
            if right.state not in WISHES[wish].states:
                self.add_error("category", REFUSALS[wish])
        return cleaned

    def subject_line(self):
        """Name the wish and the category."""
        category = self.cleaned_data.get("category")
        line = TITLES[self.cleaned_data["wish"]].capitalize()
        return f"{line}: {Category(category).short}" if category else line


def competition_application(rights):
    """Return the application without which contracts cannot be won in competition: a restriction lifted, or a level."""
    if rights.restriction:
        return Application("Подать заявление о снятии ограничения", to_change_register(right_lift="on"))
    return Application("Подать заявление об уровне в КФ\u00a0ОДО", to_change_register())


def after_question(letter):
    """Return the signed :class:`Application` that the question is about."""
    wish, category = letter.fields["wish"], letter.fields["category"]
    if wish == COMPETE:
        return competition_application(rights_on(letter.thread.member))
    return Application("Подать заявление с электронной подписью", to_change_register(**{wish: category}))
