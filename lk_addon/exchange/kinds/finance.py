"""Fees and payments by the accountant's table: one line may hold a charge, a payment and a balance."""

import hashlib
import re
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone

from lk_addon.exchange.domain.imports import apply_each
from lk_addon.exchange.kinds.ledger import LABELS, apply_movement, known_members, recorded_before, undo_movement
from lk_addon.exchange.kinds.registry import ImportKind, register
from lk_addon.exchange.models import ImportRow
from lk_addon.exchange.reading import cells
from lk_addon.exchange.reading.tables import Column, fold, read_cells, read_rows, read_table
from lk_addon.finance.models import FeeKind, Movement
from lk_addon.finance.periods import ROMAN, period_label, quarter_of
from lk_addon.finance.prepare import MEMBERSHIP_FEE

SOURCE = "import"
QUARTER = re.compile(r"(?:([1-4])|(i{1,3}|iv)) (?:кв|квартал)\w* (\d{4})(?: г\w*)?")
YEAR = re.compile(r"(\d{4})(?: г\w*)?")
MONTH = re.compile(r"([а-я]+) (\d{4})(?: г\w*)?")
SPAN = re.compile(r"(?:с )?(\d{2}\.\d{2}\.\d{4}) ?(?:-|–|—|по) ?(\d{2}\.\d{2}\.\d{4})")


def period(cell):
    """Return the first and last day of a period in words, None for an empty cell. Raises ValidationError."""
    words = cells.text(cell)
    if not words:
        return None
    if found := SPAN.fullmatch(words):
        return cells.day(found[1]), cells.day(found[2])
    plain = fold(words)
    if found := QUARTER.fullmatch(plain):
        number = int(found[1]) if found[1] else [roman.lower() for roman in ROMAN].index(found[2]) + 1
        return quarter_of(date(int(found[3]), number * 3, 1))
    if found := YEAR.fullmatch(plain):
        return date(int(found[1]), 1, 1), date(int(found[1]), 12, 31)
    if (found := MONTH.fullmatch(plain)) and (month := cells.month_number(found[1])):
        first = date(int(found[2]), month, 1)
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    raise ValidationError(f"«{words}» не похоже на период. Примеры: I квартал 2026, март 2026, 2026.")


COLUMNS = (
    Column("inn", "ИНН", cells.inn, ("ИНН контрагента", "ИНН плательщика"), required=True),
    Column("kind", "Вид взноса", also=("Вид", "Статья")),
    Column("period", "Период", period),
    Column("charged", "Начислено", cells.money, ("Начислено, руб.", "Дебет", "Обороты дебет")),
    Column("paid", "Оплачено", cells.money, ("Оплачено, руб.", "Кредит", "Обороты кредит")),
    Column("balance", "Сальдо", cells.money, ("Сальдо на дату", "Задолженность")),
    Column("date", "Дата", cells.day, required=True),
    Column("document", "Номер документа", also=("Документ", "Номер")),
    Column("note", "Назначение", also=("Назначение платежа", "Комментарий")),
)
OPENING = Movement.Type.OPENING.value
PARTS = (("charged", "charge"), ("paid", "payment"), ("balance", OPENING))


@register
class Finance(ImportKind):
    """A table by the sample, or one saved from a 1C report with the same columns."""

    code = "finance"
    title = "Взносы и оплаты"
    help_text = "XLSX, XLS, ODS или CSV по образцу либо отчёт 1С с такими столбцами. Члены СРО узнаются по ИНН."
    permission = "import_finance"
    columns = COLUMNS
    sample = ("0099000014", "Членский взнос", "I квартал 2026", "15000,00", "", "", "10.01.2026", "12", "")

    labels = LABELS

    def lines(self, file):
        """Yield the table's lines."""
        return read_table(read_rows(file), COLUMNS)

    def plan(self, lines, run, seen):
        """Turn every sum of a batch of lines into a movement, unless it was recorded before."""
        read = [(line, *read_cells(line, COLUMNS)) for line in lines]
        planner = Planner([values.get("inn") for _line, values, _errors in read], seen)
        rows = []
        for line, values, errors in read:
            for row in planner.rows(values, errors):
                row.run, row.number = run, line.number
                rows.append(row)
        recorded = recorded_before(SOURCE, [row.data.get("external_id", "") for row in rows])
        return [row for row in rows if row.data.get("external_id") not in recorded]

    def apply(self, rows, run):
        """Write the movements, each by its domain function."""
        apply_each(rows, lambda row: apply_movement(row, run, SOURCE))

    def undo(self, row, run):
        """Reverse the movement."""
        undo_movement(row, run, SOURCE)


class Planner:
    """What lines become, the register and the kinds of fees being known."""

    def __init__(self, inns, seen):
        self.members = known_members(inns)
        by_name = {fold(kind.name): kind for kind in FeeKind.objects.all()}
        self.kinds = by_name | {fold(kind.code): kind for kind in by_name.values()}
        self.seen = seen

    def rows(self, values, errors):
        """Return a row for each sum of the line, or one that says what is wrong with it."""
        member = self.members.get(values.get("inn"))
        kind = self.kinds.get(fold(values.get("kind") or MEMBERSHIP_FEE))
        parts = [
            (name, what) for name, what in PARTS if values.get(name) or (what == OPENING and values.get(name) == 0)
        ]
        errors = [*errors, *self._faults(values, member, kind)]
        if not parts and not errors:
            errors.append("В строке нет ни одной суммы: заполните «Начислено», «Оплачено» или «Сальдо».")
        title = f"{member.display_name}, {values['inn']}" if member else f"ИНН {values.get('inn') or '?'}"
        if errors:
            wrong = {name: str(value) for name, value in values.items() if value}
            return [ImportRow(state=ImportRow.State.WRONG, title=title[:300], data=wrong, errors=errors)]
        movements = [self._movement(name, what, values, (member, kind)) for name, what in parts]
        return [ImportRow(state=ImportRow.State.ADD, title=title[:300], data=data) for data in movements]

    def _faults(self, values, member, kind):
        if values.get("inn") and member is None:
            yield "В реестре нет члена СРО с этим ИНН. Строка пропускается, запись не создаётся."
        if kind is None:
            names = sorted({one.name for one in self.kinds.values()})
            yield f"Вида взноса «{values.get('kind')}» нет. Есть: {', '.join(names)}."
        if values.get("date") and values["date"] > timezone.localdate():
            yield "Дата ещё не наступила."
        if any(values.get(name) is not None and values[name] < 0 for name in ("charged", "paid")):
            yield "Начислено и оплачено не бывают меньше нуля: возврат вносят сторнированием."

    def _movement(self, name, what, values, whose):
        member, kind = whose
        start, end = values.get("period") or (None, None)
        said = (member.registration_number, kind.code, what, values[name], values["date"], start)
        said += (values["document"], values["note"])
        repeats = self.seen[said] = self.seen.get(said, 0) + 1  # equal lines of one file are different movements
        return {
            "what": what,
            "what_name": Movement.Type(what).label,
            "member": member.pk,
            "kind": kind.pk,
            "kind_name": kind.name,
            "amount": values[name],
            "date": values["date"],
            "period": [start, end] if start else None,
            "period_name": period_label(start, end) if start else "",
            "document": values["document"],
            "note": values["note"],
            "external_id": hashlib.sha256(repr((said, repeats)).encode()).hexdigest(),
        }
