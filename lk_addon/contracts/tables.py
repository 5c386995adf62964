"""Tables of the cabinet's pages of contracts and insurance."""

import django_filters
import django_tables2 as tables
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html

from lk_addon.cabinet.columns import DayColumn, MoneyColumn
from lk_addon.cabinet.templatetags.money import rubles
from lk_addon.contracts.models import AcceptanceAct, Amendment, Claim, Contract, ContractControl, InsuranceContract

#: How a state looks: its class of docs/design.md.
LOOKS = {
    Contract.Status.ACTIVE: "good",
    Contract.Status.SUSPENDED: "soon",
    Contract.Status.DISPUTED: "bad",
    Contract.Status.COMPLETED: "past",
    Contract.Status.TERMINATED: "past",
}
INSURANCE_STATES = {
    "future": ("past", "ещё не начался"),
    "active": ("good", "действует"),
    "expiring": ("soon", "истекает"),
    "expired": ("past", "истёк"),
}


def state_mark(look, text):
    """Return a state with its dot."""
    return format_html('<span class="state state-{}">{}</span>', look, text)


class ContractTable(tables.Table):
    """The journal of contracts."""

    number = tables.Column("Договор", order_by=("date", "number"))
    date = DayColumn(visible=False)
    procurement = tables.Column(visible=False)
    counted = tables.BooleanColumn(verbose_name="Учитывается в КФ\u00a0ОДО", visible=False)
    customer_name = tables.Column("Заказчик и объект")
    object_name = tables.Column("Объект", visible=False)
    status = tables.Column()
    end_now = DayColumn(verbose_name="Окончание работ", visible=False)
    price_now = MoneyColumn("Цена")
    accepted = MoneyColumn("Принято", visible=False)  # shown with the price: three sums are wider than the page
    remaining = MoneyColumn("Остаток")

    class Meta:
        model = Contract
        fields = [
            "number",
            "date",
            "procurement",
            "counted",
            "customer_name",
            "object_name",
            "status",
            "end_now",
            "price_now",
            "accepted",
            "remaining",
        ]
        order_by = "-number"

    def render_number(self, record):
        """Lead to the contract's card; say how it was won, and whether it lies behind КФ ОДО."""
        return format_html(
            '<a href="{}">№\u00a0{}</a> <span class="d-block form-text mt-0">от\u00a0{}, {}{}</span>',
            reverse("contracts:contract", args=[record.pk]),
            record.number,
            f"{record.date:%d.%m.%Y}",
            record.get_procurement_display(),
            ", в\u00a0КФ\u00a0ОДО" if record.counted else "",
        )

    def value_number(self, record):
        """Export the number alone: the day has a column of its own."""
        return record.number

    def render_customer_name(self, record):
        """Show whom it is for, and what is built."""
        return format_html(
            '{} <span class="d-block form-text mt-0">{}</span>', record.customer_name, record.object_name
        )

    def value_customer_name(self, record):
        """Export the customer alone."""
        return record.customer_name

    def render_price_now(self, record):
        """Show the price, and how much of it was accepted."""
        accepted = f"принято {rubles(record.accepted)}"
        return format_html('{} <span class="d-block form-text mt-0">{}</span>', rubles(record.price_now), accepted)

    def value_price_now(self, value):
        """Export the price alone: what was accepted has a column of its own."""
        return value

    def value_counted(self, value):
        """Export yes or no."""
        return value

    def render_status(self, record):
        """Show the state with its dot, and when the works end; works that should have ended are told."""
        state = state_mark(LOOKS[record.status], record.get_status_display())
        if record.is_late:
            state = state_mark("bad", "срок истёк")
        if record.end_now is None or record.is_closed:
            return state
        end = date_format(record.end_now, "d.m.Y")
        return format_html('{} <span class="d-block form-text mt-0">до\u00a0{}</span>', state, end)

    def value_status(self, record):
        """Export the state in words."""
        return record.get_status_display()


class ContractFilter(django_filters.FilterSet):
    """Contracts by words, state, way and year."""

    q = django_filters.CharFilter(label="Номер, заказчик, объект", method="search")
    status = django_filters.ChoiceFilter(label="Состояние", choices=Contract.Status.choices, empty_label="все")
    procurement = django_filters.ChoiceFilter(
        label="Способ заключения", choices=Contract.Procurement.choices, empty_label="все"
    )
    counted = django_filters.ChoiceFilter(
        label="В КФ\u00a0ОДО", choices=[("1", "учитываются"), ("0", "не учитываются")], empty_label="все"
    )

    def search(self, contracts, name, value):
        """Look in the number, the customer and the object."""
        words = Q(number__icontains=value) | Q(customer_name__icontains=value) | Q(object_name__icontains=value)
        return contracts.filter(words)


class AmendmentTable(tables.Table):
    """Supplementary agreements of one contract."""

    number = tables.Column("Соглашение")
    date = DayColumn()
    price = MoneyColumn("Новая цена")
    end_date = DayColumn(verbose_name="Новое окончание")
    subject = tables.Column("О чём")

    class Meta:
        model = Amendment
        fields = ["number", "date", "price", "end_date", "subject"]
        order_by = "date"


class ActTable(tables.Table):
    """Acts of acceptance of one contract."""

    kind = tables.Column("Акт")
    number = tables.Column("Номер")
    date = DayColumn()
    amount = MoneyColumn("Принято на сумму")

    class Meta:
        model = AcceptanceAct
        fields = ["kind", "number", "date", "amount"]
        order_by = "date"


class ClaimTable(tables.Table):
    """Claims and disputes about one contract."""

    kind = tables.Column("Что")
    date = DayColumn()
    amount = MoneyColumn("Сумма")
    text = tables.Column("Суть")
    settled_on = DayColumn(verbose_name="Урегулировано")

    class Meta:
        model = Claim
        fields = ["kind", "date", "amount", "text", "settled_on"]
        order_by = "-date"


class ControlTable(tables.Table):
    """What the SRO found when it looked at one contract."""

    date = DayColumn()
    remarks = tables.Column("Замечания", default="замечаний нет")
    state = tables.Column("Состояние", empty_values=(), orderable=False)
    cure_by = DayColumn()
    cured_on = DayColumn()
    file = tables.Column("Документ", orderable=False, exclude_from_export=True)

    class Meta:
        model = ContractControl
        fields = ["date", "remarks", "state", "cure_by", "cured_on", "file"]
        order_by = "-date"

    def render_state(self, record):
        """Show the state with its dot."""
        look = "bad" if record.is_open else "past" if record.remarks else "good"
        return state_mark(look, self.value_state(record))

    def value_state(self, record):
        """Write it in words."""
        return "не устранено" if record.is_open else "устранено" if record.remarks else "замечаний нет"

    def render_file(self, record):
        """Offer the document."""
        address = reverse("contracts:control_file", args=[record.pk])
        return format_html('<a href="{}">{}</a>', address, record.file_name or "Скачать")


class InsuranceTable(tables.Table):
    """Policies."""

    kind = tables.Column("Что застраховано")
    policy_no = tables.Column("Договор")
    insurer_name = tables.Column("Страховщик")
    start = DayColumn(verbose_name="Действует с", visible=False)  # shown with the last day
    end = DayColumn(verbose_name="Действует по")
    insured_sum = MoneyColumn("Страховая сумма")
    limit_per_case = MoneyColumn("На один случай", visible=False)
    deductible = MoneyColumn("Франшиза", visible=False)
    premium = MoneyColumn("Премия", visible=False)
    insurer_licence = tables.Column("Лицензия", visible=False)
    state = tables.Column("Состояние", orderable=False)

    class Meta:
        model = InsuranceContract
        fields = [
            "kind",
            "policy_no",
            "insurer_name",
            "start",
            "end",
            "insured_sum",
            "limit_per_case",
            "deductible",
            "premium",
            "insurer_licence",
            "state",
        ]
        order_by = "-end"

    def render_kind(self, record):
        """Show the kind with its base, and the object of a contract for one object."""
        return format_html(
            '{} <span class="d-block form-text mt-0">{}{}</span>',
            record.get_kind_display(),
            record.get_basis_display(),
            f": {record.object_title}" if record.object_title else "",
        )

    def value_kind(self, record):
        """Export the kind alone."""
        return record.get_kind_display()

    def render_policy_no(self, record):
        """Show number and day, and offer the scan."""
        scan = reverse("contracts:insurance_scan", args=[record.pk])
        return format_html(
            '№\u00a0{} <span class="d-block form-text mt-0">от\u00a0{}</span>{}',
            record.policy_no,
            f"{record.signed_at:%d.%m.%Y}",
            format_html('<a href="{}">Скачать</a>', scan) if record.has_scan else "",
        )

    def value_policy_no(self, record):
        """Export the number alone."""
        return record.policy_no

    def render_insurer_name(self, record):
        """Show the insurer with the licence and the telephone."""
        details = ", ".join(filter(None, [record.insurer_licence, record.insurer_phone]))
        return format_html('{} <span class="d-block form-text mt-0">{}</span>', record.insurer_name, details)

    def value_insurer_name(self, record):
        """Export the name alone."""
        return record.insurer_name

    def render_end(self, record):
        """Show the last day, and the first below it."""
        last, first = (date_format(day, "d.m.Y") for day in (record.end, record.start))
        return format_html('{} <span class="d-block form-text mt-0">с\u00a0{}</span>', last, first)

    def value_end(self, value):
        """Export the last day alone: the first has a column of its own."""
        return value

    def render_state(self, record):
        """Show the state with its dot; of one that expires, how long it lasts."""
        look, text = INSURANCE_STATES[record.state]
        if record.state == "expiring":
            text = f"истекает, дней: {record.days_left}" if record.days_left else "истекает сегодня"
        return state_mark(look, text)

    def value_state(self, record):
        """Export the state in words."""
        return INSURANCE_STATES[record.state][1]


class InsuranceFilter(django_filters.FilterSet):
    """Policies in force unless the archive is asked for (REQ-3.1.V7)."""

    show = django_filters.ChoiceFilter(
        label="Показать", choices=[("archive", "архив"), ("all", "все")], empty_label="действующие"
    )
    kind = django_filters.ChoiceFilter(
        label="Что застраховано", choices=InsuranceContract.Kind.choices, empty_label="все виды"
    )

    def filter_queryset(self, queryset):
        """Leave out what has ended, or keep only that."""
        asked = self.form.cleaned_data.pop("show", "")
        rows = super().filter_queryset(queryset)
        if asked == "all":
            return rows
        return rows.archive() if asked == "archive" else rows.current()
