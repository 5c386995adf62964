"""Payments by a bank statement (1CClientBankExchange); contributions to the compensation funds are not fees."""

import hashlib
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from lk_addon.exchange.domain.imports import apply_each
from lk_addon.exchange.kinds.ledger import LABELS, apply_movement, known_members, recorded_before, undo_movement
from lk_addon.exchange.kinds.registry import ImportKind, register
from lk_addon.exchange.models import ImportRow
from lk_addon.exchange.reading import cells
from lk_addon.exchange.reading.bank import read_statement
from lk_addon.finance.models import FeeKind
from lk_addon.finance.prepare import ENTRANCE_FEE, MEMBERSHIP_FEE, PENALTY, TARGET_FEE

SOURCE = "bank"
#: What a purpose says, and the kind of fee that it means; the first that fits.
PURPOSES = (("вступит", ENTRANCE_FEE), ("целев", TARGET_FEE), ("пени", PENALTY), ("пеня", PENALTY))
FUNDS = ("компенсационн", "кф вв", "кф одо")


@dataclass(frozen=True)
class Document:
    """A document of the statement, numbered by its line in the file."""

    number: int
    said: dict

    def get(self, *names):
        """Return the first of the keys that is filled."""
        return next((self.said[name] for name in names if self.said.get(name)), "")


@register
class BankStatement(ImportKind):
    """The file that client-bank programs hand to 1C."""

    code = "bank"
    title = "Банковская выписка"
    help_text = "Файл kl_to_1c.txt из программы банка. Берутся поступления на ваши счета."
    permission = "import_finance"

    labels = LABELS

    def lines(self, file):
        """Yield the payments that came to our accounts."""
        statement = read_statement(file)
        for said in statement.documents:
            document = Document(said["row"], said)
            if document.get("ПолучательСчет", "ПолучательРасчСчет") in statement.accounts:
                yield document

    def plan(self, lines, run, seen):
        """Turn each payment of a known member into a line of the ledger, unless it was recorded before."""
        members = known_members(line.get("ПлательщикИНН") for line in lines)
        kinds = {kind.code: kind for kind in FeeKind.objects.all()}
        rows = [_row(run, line, members, kinds) for line in lines]
        recorded = recorded_before(SOURCE, [row.data.get("external_id", "") for row in rows])
        planned = []
        for row in rows:
            key = row.data.get("external_id")
            if key not in recorded and key not in seen:
                planned.append(row)
            seen[key or row.number] = True
        return planned

    def apply(self, rows, run):
        """Write the payments."""
        apply_each(rows, lambda row: apply_movement(row, run, SOURCE))

    def undo(self, row, run):
        """Reverse the payment."""
        undo_movement(row, run, SOURCE)


def _row(run, line, members, kinds):
    inn, purpose = line.get("ПлательщикИНН"), line.get("НазначениеПлатежа")
    member, errors, data = members.get(inn), [], {"note": purpose[:500]}
    if member is None:
        errors.append("В реестре нет члена СРО с ИНН плательщика.")
    if any(word in purpose.lower() for word in FUNDS):
        errors.append("Похоже на взнос в компенсационный фонд: внесите его в реестре, на странице взносов.")
    try:
        day, amount = cells.day(line.get("ДатаПоступило", "Дата")), cells.money(line.get("Сумма"))
        if not day or not amount or amount < 0:
            raise ValidationError("В документе нет даты или суммы.")
    except ValidationError as error:
        errors += error.messages
    title = f"{member.display_name}, {inn}" if member else line.get("Плательщик1", "Плательщик") or f"ИНН {inn or '?'}"
    row = ImportRow(run=run, number=line.number, title=title[:300], state=ImportRow.State.WRONG, errors=errors)
    if not errors:
        kind = kinds[next((code for word, code in PURPOSES if word in purpose.lower()), MEMBERSHIP_FEE)]
        row.state = ImportRow.State.ADD
        data |= {"what": "payment", "what_name": "оплата", "member": member.pk, "kind": kind.pk, "kind_name": kind.name}
        data |= {"amount": amount, "date": day, "document": f"п/п №\u00a0{line.get('Номер')} от {line.get('Дата')}"}
        said = (line.get("ПлательщикСчет"), line.get("Номер"), line.get("Дата"), str(amount), inn)
        data["external_id"] = hashlib.sha256(repr(said).encode()).hexdigest()
    row.data = data
    return row
