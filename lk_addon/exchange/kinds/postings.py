"""What the accountant's table and the bank statement bring: lines of the ledger and contributions to the funds."""

from lk_addon.exchange.kinds import funds, ledger
from lk_addon.exchange.kinds.once import numbers_for, taken_back

LABELS = {
    "what_name": "Запись",
    "kind_name": "Вид взноса",
    "amount": "Сумма, ₽",
    "date": "Дата",
    "period_name": "Период",
    "document": "Документ",
    "note": "Назначение",
}


def without_recorded(rows, source):
    """Return the rows whose postings are not recorded yet, each with the number that it will have; wrong rows too."""
    keys = {row.data["external_id"] for row in rows if "external_id" in row.data}

    def standing(numbers):
        reversed_ones = ledger.lines_under(source, numbers) | funds.contributions_under(source, numbers)
        again = taken_back({number for number, is_back in reversed_ones.items() if is_back})
        return {number: number not in again for number in reversed_ones}

    free = numbers_for(keys, standing)
    kept = []
    for row in rows:
        key = row.data.get("external_id")
        if key is None or key in free:
            if key:
                row.data["external_id"] = free[key]
            kept.append(row)
    return kept


def apply_posting(row, run, source):
    """Write the posting of a row. Raises ValidationError."""
    write = funds.apply_contribution if row.data["what"] == funds.WHAT else ledger.apply_movement
    write(row, run, source)


def undo_posting(row, run, source):
    """Take it back. Raises ValidationError where that cannot be."""
    back = funds.undo_contribution if row.data["what"] == funds.WHAT else ledger.undo_movement
    back(row, run, source)
