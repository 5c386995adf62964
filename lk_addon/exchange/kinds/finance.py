"""Fees, payments and contributions by the accountant's table, or a report of 1C: one line may hold several sums."""

import hashlib

from django.utils import timezone

from lk_addon.exchange.domain.imports import apply_each
from lk_addon.exchange.kinds import funds
from lk_addon.exchange.kinds.ledger import known_members
from lk_addon.exchange.kinds.postings import LABELS, apply_posting, undo_posting, without_recorded
from lk_addon.exchange.kinds.registry import ImportKind, register
from lk_addon.exchange.models import ImportRow
from lk_addon.exchange.reading import cells, reports
from lk_addon.exchange.reading.cells import fold
from lk_addon.exchange.reading.periods import period
from lk_addon.exchange.reading.rows import read_rows
from lk_addon.exchange.reading.tables import Column, demand, open_table, read_cells
from lk_addon.finance.models import FeeKind, Movement
from lk_addon.finance.periods import period_label
from lk_addon.finance.prepare import MEMBERSHIP_FEE

SOURCE = "import"


def read_period(cell):
    """Return a period, also one that the report's title has told already. Raises ValidationError."""
    return cell if isinstance(cell, tuple) else period(cell)


COLUMNS = (
    Column("inn", "ИНН", cells.inn, ("ИНН контрагента", "ИНН плательщика", "Контрагент ИНН"), required=True),
    Column("kind", "Вид взноса", also=("Вид", "Статья")),
    Column("period", "Период", read_period),
    Column(
        "charged",
        "Начислено",
        cells.money,
        (
            "Начислено, руб.",
            "Дебет",
            "Обороты дебет",
            "Обороты за период дебет",
            "Обороты Дт",
            "Оборот Дт",
            "Дебет сумма",
        ),
    ),
    Column(
        "paid",
        "Оплачено",
        cells.money,
        (
            "Оплачено, руб.",
            "Кредит",
            "Обороты кредит",
            "Обороты за период кредит",
            "Обороты Кт",
            "Оборот Кт",
            "Кредит сумма",
        ),
    ),
    Column("balance", "Сальдо", cells.money, ("Сальдо на дату", "Задолженность")),
    Column("date", "Дата", cells.day, required=True),
    Column("document", "Номер документа", also=("Документ", "Номер")),
    Column("note", "Назначение", also=("Назначение платежа", "Комментарий")),
)
OPENING = Movement.Type.OPENING.value
PARTS = (("charged", "charge"), ("paid", "payment"), ("balance", OPENING))


@register
class Finance(ImportKind):
    """A table by the sample, or a report of 1C: оборотно-сальдовая ведомость, карточка субконто."""

    code = "finance"
    title = "Взносы и оплаты"
    help_text = (
        "XLSX, XLS, ODS или CSV по образцу либо отчёт 1С: оборотно-сальдовая ведомость, карточка субконто. "
        "Члены СРО узнаются по ИНН."
    )
    permission = "import_finance"
    columns = COLUMNS
    sample = ("0099000014", "Членский взнос", "I квартал 2026", "15000,00", "", "", "10.01.2026", "12", "")

    labels = LABELS

    def lines(self, file):
        """Yield the table's lines; what a report says in its title, or inside names, stands in their cells."""
        table = open_table(read_rows(file), (*COLUMNS, *reports.COLUMNS))
        report = reports.Report.of(table)
        demand(COLUMNS, report.lacks())
        for line in table.lines:
            if completed := report.completed(line):
                yield completed

    def plan(self, lines, run, seen):
        """Turn every sum of a batch of lines into a posting, unless it was recorded before."""
        read = [(line, *read_cells(line, COLUMNS)) for line in lines]
        planner = Planner([values.get("inn") for _line, values, _errors in read], run, seen)
        rows = []
        for line, values, errors in read:
            for row in planner.rows(values, errors):
                row.run, row.number = run, line.number
                rows.append(row)
        return without_recorded(rows, SOURCE)

    def apply(self, rows, run):
        """Write the postings, each by its domain function."""
        apply_each(rows, lambda row: apply_posting(row, run, SOURCE))

    def undo(self, row, run):
        """Reverse the line of the ledger, or annul the contribution."""
        undo_posting(row, run, SOURCE)


class Planner:
    """What lines become, the register and the kinds of fees being known."""

    def __init__(self, inns, run, seen):
        self.members = known_members(inns)
        by_name = {fold(kind.name): kind for kind in FeeKind.objects.all()}
        self.kinds = by_name | {fold(kind.code): kind for kind in by_name.values()}
        self.run, self.seen = run, seen

    def rows(self, values, errors):
        """Return a row for each sum of the line, or one that says what is wrong with it."""
        member = self.members.get(values.get("inn"))
        parts = [
            (name, what) for name, what in PARTS if values.get(name) or (what == OPENING and values.get(name) == 0)
        ]
        errors = [*errors, *self._faults(values, member)]
        if not parts and not errors:
            errors.append("В строке нет ни одной суммы: заполните «Начислено», «Оплачено» или «Сальдо».")
        title = f"{member.display_name}, {values['inn']}" if member else f"ИНН {values.get('inn') or '?'}"
        if errors:
            wrong = {name: str(value) for name, value in values.items() if value}
            return [ImportRow(state=ImportRow.State.WRONG, title=title[:300], data=wrong, errors=errors)]
        postings = [self._posting(name, what, values, member) for name, what in parts]
        return [ImportRow(state=ImportRow.State.ADD, title=title[:300], data=data) for data in postings]

    def _faults(self, values, member):
        if values.get("inn") and member is None:
            yield "В реестре нет члена СРО с этим ИНН. Строка пропускается, запись не создаётся."
        if funds.is_of_fund(values.get("kind")):
            yield from funds.faults(values["kind"], self.run)
            if values.get("charged") or values.get("balance") is not None:
                yield funds.ONE_SUM
            if not values.get("document"):
                yield funds.NO_DOCUMENT
        elif self._kind(values) is None:
            names = sorted({one.name for one in self.kinds.values()})
            yield f"Вида взноса «{values.get('kind')}» нет. Есть: {', '.join(names)}, взнос в КФ ВВ, взнос в КФ ОДО."
        if values.get("date") and values["date"] > timezone.localdate():
            yield f"Дата ещё не наступила: {values['date']:%d.%m.%Y}. Отчёт загружают, когда его период закончился."
        if any(values.get(name) is not None and values[name] < 0 for name in ("charged", "paid")):
            yield "Начислено и оплачено не бывают меньше нуля: возврат вносят сторнированием."

    def _kind(self, values):
        return self.kinds.get(fold(values.get("kind") or MEMBERSHIP_FEE))

    def _posting(self, name, what, values, member):
        of_fund, kind = funds.is_of_fund(values["kind"]), self._kind(values)
        start, end = values.get("period") or (None, None)
        whose = f"{funds.fund_of(values['kind'])}" if of_fund else kind.code
        said = (member.registration_number, whose, what, values[name], values["date"], start)
        said += (values["document"], values["note"])
        repeats = self.seen[said] = self.seen.get(said, 0) + 1  # equal lines of one file are different postings
        data = {
            "member": member.pk,
            "amount": values[name],
            "date": values["date"],
            "document": values["document"],
            "note": values["note"],
            "external_id": hashlib.sha256(repr((said, repeats)).encode()).hexdigest(),
        }
        if of_fund:
            return funds.planned(values["kind"], **data)
        return data | {
            "what": what,
            "what_name": Movement.Type(what).label,
            "kind": kind.pk,
            "kind_name": kind.name,
            "period": [start, end] if start else None,
            "period_name": period_label(start, end) if start else "",
        }
