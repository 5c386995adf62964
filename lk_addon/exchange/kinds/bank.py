"""Payments by a bank statement (1CClientBankExchange): fees, and contributions to the compensation funds."""

import hashlib
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from lk_addon.exchange.domain.imports import apply_each
from lk_addon.exchange.kinds import funds
from lk_addon.exchange.kinds.ledger import known_members
from lk_addon.exchange.kinds.postings import LABELS, SUMS, apply_posting, undo_posting, without_recorded
from lk_addon.exchange.kinds.registry import ImportKind, register
from lk_addon.exchange.models import ImportRow
from lk_addon.exchange.reading import cells
from lk_addon.exchange.reading.bank import read_statement
from lk_addon.finance.models import FeeKind
from lk_addon.finance.prepare import ENTRANCE_FEE, MEMBERSHIP_FEE, PENALTY, TARGET_FEE

SOURCE = "bank"
#: What a purpose says, and the kind of fee that it means; the first that fits.
PURPOSES = (("вступит", ENTRANCE_FEE), ("целев", TARGET_FEE), ("пени", PENALTY), ("пеня", PENALTY))


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
    help_text = "файл kl_to_1c.txt из программы банка. Берутся поступления на ваши счета, взносы в фонды тоже."
    permission = "import_finance"

    labels, sums = LABELS, SUMS

    def lines(self, file):
        """Yield the payments that came to our accounts."""
        statement = read_statement(file)
        for said in statement.documents:
            document = Document(said["row"], said)
            if document.get("ПолучательСчет", "ПолучательРасчСчет") in statement.accounts:
                yield document

    def plan(self, lines, run, seen):
        """Turn each payment of a known member into a posting, unless it was recorded before."""
        members = known_members(line.get("ПлательщикИНН") for line in lines)
        kinds = {kind.code: kind for kind in FeeKind.objects.all()}
        fresh = []
        for line in lines:
            row = _row(run, line, members, kinds)
            key = row.data.get("external_id", row.number)
            if key not in seen:
                fresh.append(row)
            seen[key] = True
        return without_recorded(fresh, SOURCE)

    def apply(self, rows, run):
        """Write the payments."""
        apply_each(rows, lambda row: apply_posting(row, run, SOURCE))

    def undo(self, row, run):
        """Reverse the payment, or annul the contribution."""
        undo_posting(row, run, SOURCE)


def _row(run, line, members, kinds):
    inn, purpose = line.get("ПлательщикИНН"), line.get("НазначениеПлатежа")
    member, errors, data = members.get(inn), [], {"note": purpose[:500]}
    of_fund = funds.is_of_fund(purpose)
    if member is None:
        errors.append("В реестре нет члена СРО с ИНН плательщика.")
    if of_fund:
        errors += funds.faults(purpose, run)
    try:
        day, amount = cells.day(line.get("ДатаПоступило", "Дата")), cells.money(line.get("Сумма"))
        if not day or not amount or amount < 0:
            raise ValidationError("В документе нет даты или суммы.")
    except ValidationError as error:
        errors += error.messages
    title = f"{member.display_name}, {inn}" if member else line.get("Плательщик1", "Плательщик") or f"ИНН {inn or '?'}"
    row = ImportRow(run=run, number=line.number, title=title[:300], state=ImportRow.State.WRONG, errors=errors)
    if not errors:
        row.state = ImportRow.State.ADD
        data |= {"member": member.pk, "amount": amount, "date": day}
        data["document"] = f"п/п №\u00a0{line.get('Номер')} от {line.get('Дата')}"
        said = (line.get("ПлательщикСчет"), line.get("Номер"), line.get("Дата"), str(amount), inn)
        data["external_id"] = hashlib.sha256(repr(said).encode()).hexdigest()
        data = funds.planned(purpose, **data) if of_fund else data | _payment(purpose, kinds)
    row.data = data
    return row


def _payment(purpose, kinds):
    kind = kinds[next((code for word, code in PURPOSES if word in purpose.lower()), MEMBERSHIP_FEE)]
    return {"what": "payment", "what_name": "оплата", "kind": kind.pk, "kind_name": kind.name}
