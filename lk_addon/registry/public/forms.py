"""The form by which visitors search the register."""

from django import forms

from lk_addon.registry.models.levels import ORDINALS
from lk_addon.registry.models.member import Member
from lk_addon.registry.public import queries

ANY = ("", "Все")
STATUSES = [ANY, (queries.ACTING, "Являются членами"), (queries.EXCLUDED, "Исключены")]
RIGHTS = [
    ("", "Любое"),
    ("simple", "Обычные объекты"),
    ("dangerous", "Особо опасные, технически сложные и уникальные"),
    ("nuclear", "Объекты атомной энергии"),
    ("competitive", "Договоры по конкурентным процедурам"),
    ("suspended", "Право приостановлено"),
]
LEVELS = [("", "Любой"), *((str(number), name.capitalize()) for number, name in enumerate(ORDINALS))]
COMPLIANCE = [("", "Любое"), *Member.Compliance.choices]
ORDERS = [
    ("", "по наименованию"),
    ("-name", "по наименованию, с конца"),
    ("number", "по номеру в реестре"),
    ("-number", "по номеру, с конца"),
    ("-date", "сначала новые"),
    ("date", "сначала давние"),
]


class RegisterForm(forms.Form):
    """Every part is a parameter of the address, so that a result can be shared."""

    q = forms.CharField(
        label="Наименование, ИНН, ОГРН или номер в реестре", max_length=200, required=False, empty_value=""
    )
    status = forms.ChoiceField(label="Статус", choices=STATUSES, required=False)
    region = forms.ChoiceField(label="Регион", required=False)
    pravo = forms.ChoiceField(label="Право на работы", choices=RIGHTS, required=False)
    vv = forms.ChoiceField(label="Уровень по КФ возмещения вреда", choices=LEVELS, required=False)
    odo = forms.ChoiceField(label="Уровень по КФ договорных обязательств", choices=LEVELS, required=False)
    usloviya = forms.ChoiceField(label="Условия членства", choices=COMPLIANCE, required=False)
    sort = forms.ChoiceField(label="Порядок", choices=ORDERS, required=False)

    filters = ("region", "pravo", "vv", "odo", "usloviya")

    def __init__(self, data):
        super().__init__(data)
        self.fields["region"].choices = [ANY, *((name, name) for name in queries.regions())]
        for name, field in self.fields.items():
            field.widget.attrs["class"] = "form-control" if name == "q" else "form-select"

    def narrowing(self):
        """Return the fields below the search box."""
        return [self[name] for name in (*self.filters, "sort")]

    def search(self):
        """Return the question; asked of a valid form."""
        given = self.cleaned_data
        return queries.RegisterSearch(
            text=given["q"],
            status=given["status"],
            region=given["region"],
            right=given["pravo"],
            vv=given["vv"],
            odo=given["odo"],
            compliance=given["usloviya"],
            order=given["sort"],
        )

    def chosen(self):
        """Return (label, value in words, address without it) of each filter that narrows the list."""
        return [
            (self.fields[name].label, dict(self.fields[name].choices)[value], self._without(name))
            for name in self.filters
            if (value := self.cleaned_data[name])
        ]

    def _without(self, name):
        rest = self.data.copy()
        for gone in (name, "page"):
            rest.pop(gone, None)
        return f"?{rest.urlencode()}" if rest else ""
