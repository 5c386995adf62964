"""The journal of contracts by a table: a line is a contract, an amendment or an act of acceptance (ГрК ст. 55.8).

A contract is known by its member, number and day, or by its number in the accounting system; an amendment and an act
by their own number and day within the contract. What a line leaves empty stays as it was.
"""

import json
from collections import defaultdict
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q

from lk_addon.contracts.domain.contracts import save_contract, withdraw_contract
from lk_addon.contracts.models import AcceptanceAct, Amendment, Contract
from lk_addon.exchange.domain.imports import apply_each
from lk_addon.exchange.kinds.ledger import known_members
from lk_addon.exchange.kinds.registry import ImportKind, register
from lk_addon.exchange.models import ImportRow
from lk_addon.exchange.reading import cells
from lk_addon.exchange.reading.rows import read_rows
from lk_addon.exchange.reading.tables import Column, read_cells, read_table

CONTRACT, AMENDMENT, ACT = "contract", "amendment", "act"
RECORDS = [(CONTRACT, "договор"), (AMENDMENT, "доп. соглашение"), (ACT, "акт")]
SYNONYMS = [(AMENDMENT, "дополнительное соглашение"), (ACT, "акт приёмки")]
RELATIONS = {AMENDMENT: "amendments", ACT: "acts"}
PARTS = {AMENDMENT: Amendment, ACT: AcceptanceAct}
#: What the columns of a document are in an amendment and in an act.
PART_FIELDS = {
    AMENDMENT: {"doc_amount": "price", "doc_end": "end_date", "doc_subject": "subject"},
    ACT: {"doc_amount": "amount", "doc_kind": "kind"},
}
COUNTED = [(True, "да"), (False, "нет")]
KEY = ("inn", "number", "date")
MARK = "import:"
CHANGED_BEFORE = "Договор изменили после проверки файла. Проверьте файл ещё раз."
CHANGED_SINCE = "Договор изменили после загрузки: исправьте его в журнале договоров."


def choice(field, title, also=(), model=Contract):
    """Return the column of a field with choices: they are read by their words, and told in them."""
    choices = [pair for pair in model._meta.get_field(field).choices if pair[0] is not None]
    return Column(field, title, cells.choice(choices), also, words=dict(choices))


def counted(cell):
    """Return True or False for «да» and «нет», None for an empty cell. Raises ValidationError."""
    said = cells.choice(COUNTED)(cell)
    return None if said == "" else said


COLUMNS = (
    Column("inn", "ИНН члена СРО", cells.inn, ("ИНН", "ИНН подрядчика"), required=True),
    Column("record", "Запись", cells.choice([*RECORDS, *SYNONYMS]), ("Вид записи",), words=dict(RECORDS)),
    Column("number", "Номер договора", also=("№ договора", "Договор №"), required=True),
    Column("date", "Дата договора", cells.day, ("Дата заключения",), required=True),
    choice("kind", "Вид договора"),
    choice("role", "Роль", ("Роль члена СРО",)),
    choice("procurement", "Способ заключения", ("Закупка",)),
    Column("notice_no", "Номер извещения", cells.digits),
    Column("registry_no", "Реестровый номер контракта", cells.digits, ("Реестровый номер",)),
    Column("ikz", "ИКЗ", cells.digits),
    Column("customer_name", "Заказчик"),
    Column("customer_inn", "ИНН заказчика", cells.inn),
    choice("customer_kind", "Тип заказчика"),
    Column("object_name", "Объект"),
    Column("object_address", "Адрес объекта"),
    choice("category", "Категория объекта"),
    Column("work_kind", "Вид работ"),
    Column("price", "Цена договора", cells.money, ("Цена договора, руб.", "Цена", "Сумма договора")),
    Column("start", "Начало работ", cells.day),
    Column("end", "Окончание работ", cells.day),
    choice("status", "Состояние", ("Статус",)),
    Column("closed_on", "Исполнен или расторгнут", cells.day, ("Дата исполнения", "Дата расторжения")),
    Column("counts_for_odo", "Учитывать в КФ ОДО", counted, words=dict(COUNTED)),
    Column("security_guarantor", "Гарант"),
    Column("security_number", "Номер гарантии"),
    Column("security_amount", "Сумма обеспечения", cells.money),
    Column("security_until", "Обеспечение до", cells.day),
    Column("external_id", "Номер в учётной системе", also=("Код", "Внешний номер")),
    Column("doc_number", "Номер документа", also=("Номер соглашения или акта",)),
    Column("doc_date", "Дата документа", cells.day, ("Дата соглашения или акта",)),
    Column("doc_amount", "Сумма документа", cells.money, ("Новая цена или сумма акта",)),
    Column("doc_end", "Новое окончание работ", cells.day),
    Column("doc_subject", "О чём соглашение"),
    Column("doc_kind", "Вид акта", cells.choice(AcceptanceAct.Kind.choices), words=dict(AcceptanceAct.Kind.choices)),
)
FIELDS = [
    column.name for column in COLUMNS if column.name not in ("inn", "record") and not column.name.startswith("doc_")
]
TITLES = {column.name: column.title for column in COLUMNS}


@register
class Contracts(ImportKind):
    """A table with a line for each contract, amendment and act."""

    code = "contracts"
    title = "Договоры подряда"
    help_text = (
        "XLSX, XLS, ODS или CSV по образцу. Договор узнаётся по ИНН члена СРО, номеру и дате; "
        "дополнительные соглашения и акты — отдельные строки под договором."
    )
    permission = "import_contracts"
    columns = COLUMNS
    sample = (
        "0099000014",
        "договор",
        "15-П",
        "12.01.2026",
        "строительный подряд",
        "подрядчик",
        "без конкурентных процедур",
        "",
        "",
        "",
        "ООО «Заказчик»",
        "",
        "застройщик",
        "Школа на 500 мест",
        "",
        "",
        "",
        "12500000,00",
        "01.02.2026",
        "30.11.2026",
        "исполняется",
    )

    def lines(self, file):
        """Yield the table's lines."""
        return read_table(read_rows(file), COLUMNS)

    def plan(self, lines, run, seen):
        """Compare a batch of lines with the journal."""
        read = [(line, *read_cells(line, COLUMNS)) for line in lines]
        planner = Planner([values for _line, values, _errors in read], seen)
        rows = []
        for line, values, errors in read:
            row = planner.row(line, values, errors)
            if row is not None:
                row.run, row.number = run, line.number
                rows.append(row)
        return rows

    def apply(self, rows, run):
        """Write the lines one by one, contracts before what belongs to them: they stand above."""
        apply_each(rows, lambda row: _write(row, run))

    def undo(self, row, run):
        """Give the former values back; a new contract, amendment or act is taken out.

        Raises ValidationError where the contract was changed since.
        """
        contract, data = _stored(row), _values(row.data)
        record = row.data["record"]
        subject = contract if record == CONTRACT else _part(contract, record, row.data)
        if subject is None or _differing(subject, data):
            raise ValidationError(CHANGED_SINCE)
        if row.old:
            _set(subject, _values(row.old))
        elif record == CONTRACT:
            if _differing(contract, _whole(data)):
                raise ValidationError(CHANGED_SINCE)
            withdraw_contract(contract=contract, reason=f"Отмена загрузки №\u00a0{run.pk}", actor=run.confirmed_by)
            return
        else:
            getattr(contract, RELATIONS[record]).remove(subject)
        save_contract(contract=contract, actor=run.confirmed_by, changed=sorted(data))


class Planner:
    """What lines become, the register and the journal being known."""

    def __init__(self, said, seen):
        self.members = known_members(values.get("inn") for values in said)
        self.seen = seen
        keys = Q(number__in={values.get("number", "") for values in said}) | Q(
            external_id__in={MARK + values["external_id"] for values in said if values.get("external_id")}
        )
        journal = Contract.objects.filter(keys, member__in=self.members.values())
        self.contracts = {}
        for contract in journal.select_related("member").prefetch_related("amendments", "acts"):
            self.contracts[contract.member.inn, contract.number, contract.date] = contract
            if contract.external_id.startswith(MARK):
                self.contracts[contract.member.inn, contract.external_id] = contract

    def row(self, line, values, errors):
        """Return the row of a line, None for one that changes nothing."""
        record = values.get("record") or CONTRACT
        filled = {name: value for name, value in values.items() if value not in ("", None)}
        title = " ".join(filter(None, [f"№\u00a0{values.get('number') or '?'}", self._of(values)]))
        if not errors and filled["inn"] not in self.members:
            errors = ["В реестре нет члена СРО с этим ИНН. Строка пропускается, запись не создаётся."]
        if not errors:
            errors = self._repeated(line, record, filled)
        row = ImportRow(state=ImportRow.State.ADD, title=title[:300], data=_plain(filled), errors=errors)
        if not errors:
            self._fill(row, record, filled)
            self.seen.setdefault(self._key(record, filled), line.number)
        if row.errors:
            row.state = ImportRow.State.WRONG
        return row if row.errors or row.state == ImportRow.State.ADD or row.old else None

    def _of(self, values):
        member = self.members.get(values.get("inn"))
        return member.display_name if member else f"ИНН {values.get('inn') or '?'}"

    @staticmethod
    def _key(record, filled):
        key = (record, *(filled[name] for name in KEY))
        return key if record == CONTRACT else (*key, filled.get("doc_number"), filled.get("doc_date"))

    def _repeated(self, line, record, filled):
        """Say whether an earlier line of the file was about the same contract, amendment or act."""
        earlier = self.seen.get(self._key(record, filled))
        return [f"Эта же запись уже была в строке {earlier}."] if earlier else []

    def _fill(self, row, record, filled):
        """Set what the row changes, or what is wrong with it."""
        contract = self._known(filled)
        if record == CONTRACT:
            subject, values = contract, _contract_values(filled)
            fresh = Contract(member=self.members[filled["inn"]])
        else:
            subject, values = contract and _part(contract, record, filled), _part_values(record, filled)
            fresh = PARTS[record]()
            row.errors = self._part_faults(record, filled, contract)
        if row.errors:
            return
        row.data = _plain(values) | {"record": record, "inn": filled["inn"], "number": filled["number"]}
        row.data["date"] = _plain(filled["date"])
        if subject is not None:
            row.state, row.old = ImportRow.State.CHANGE, _plain(_differing(subject, values))
            row.data = {name: value for name, value in row.data.items() if name in row.old or name in (*KEY, "record")}
            row.data |= _plain({name: values[name] for name in ("doc_number", "doc_date") if name in values})
            if record == CONTRACT:
                row.data["pk"] = contract.pk
        if subject is None or row.old:
            row.errors = _faults(subject or fresh, values)

    def _known(self, filled):
        by_number = self.contracts.get((filled["inn"], MARK + filled.get("external_id", "")))
        return by_number or self.contracts.get(tuple(filled[name] for name in KEY))

    def _part_faults(self, record, filled, contract):
        if contract is None and (CONTRACT, *(filled[name] for name in KEY)) not in self.seen:
            return ["Такого договора нет ни в журнале, ни выше в файле без ошибок."]
        missing = [TITLES[name] for name in ("doc_number", "doc_date") if name not in filled]
        if record == ACT and "doc_amount" not in filled:
            missing.append(TITLES["doc_amount"])
        if missing:
            return [f"Не заполнено: {', '.join(missing)}."]
        if filled["doc_date"] < filled["date"]:
            return ["Документ не может быть раньше самого договора."]
        return []


def _contract_values(filled):
    values = {name: filled[name] for name in FIELDS if name in filled}
    if "external_id" in values:
        values["external_id"] = MARK + values["external_id"]
    return values


def _part_values(record, filled):
    names = ("doc_number", "doc_date", *PART_FIELDS[record])
    return {name: filled[name] for name in names if name in filled}


def _field(subject, name):
    """Return the model's field that holds what the column ``name`` says of ``subject``."""
    if isinstance(subject, Contract):
        return name
    record = AMENDMENT if isinstance(subject, Amendment) else ACT
    return PART_FIELDS[record].get(name, name.removeprefix("doc_"))


def _differing(subject, values):
    """Return what ``subject`` says now where ``values`` say something else, by the names of columns."""
    now = {name: getattr(subject, _field(subject, name)) for name in values}
    return {name: value for name, value in now.items() if value != values[name]}


def _set(subject, values):
    for name, value in values.items():
        setattr(subject, _field(subject, name), value)


def _faults(subject, values):
    """Say what is wrong with ``subject`` as it would be with ``values``; nothing is stored."""
    stored = {name: getattr(subject, _field(subject, name)) for name in values}
    _set(subject, values)
    try:
        subject.full_clean(exclude=["contract"])
    except ValidationError as error:
        return _messages(error, subject)
    finally:
        if subject.pk:
            _set(subject, stored)
    return []


def _messages(error, subject):
    titles = defaultdict(str, {_field(subject, column.name): f"{column.title}: " for column in COLUMNS})
    if not hasattr(error, "message_dict"):
        return error.messages
    return [f"{titles[name]}{message}" for name, messages in error.message_dict.items() for message in messages]


def _part(contract, record, said):
    """Return the contract's amendment or act with the number and day that ``said`` names, None where it has none."""
    number, day = said["doc_number"], said["doc_date"]
    parts = getattr(contract, RELATIONS[record]).all()
    return next((part for part in parts if part.number == number and str(part.date) == str(day)), None)


def _plain(values):
    return json.loads(json.dumps(values, cls=DjangoJSONEncoder))


def _values(data):
    """Return the values that a row keeps, as the fields want them."""
    fields = {name: Contract._meta.get_field(name) for name in FIELDS}
    typed = {name: fields[name].to_python(value) for name, value in data.items() if name in fields}
    if data.get("record", CONTRACT) == CONTRACT and not any(name.startswith("doc_") for name in data):
        return typed
    part = {"doc_date": Amendment._meta.get_field("date"), "doc_end": Amendment._meta.get_field("end_date")}
    found = {name: value for name, value in data.items() if name.startswith("doc_")}
    found = {name: part[name].to_python(value) if name in part else value for name, value in found.items()}
    if found.get("doc_amount") is not None:
        found["doc_amount"] = Decimal(found["doc_amount"])
    return found


def _whole(values):
    """Return a new contract's values with what the file left to the model."""
    fields = {name: Contract._meta.get_field(name).get_default() for name in FIELDS}
    return fields | values


def _stored(row):
    """Return the contract that a row is about, locked. Raises ValidationError where it is there no more."""
    data = row.data
    key = Q(pk=data["pk"]) if "pk" in data else Q(number=data["number"], date=data["date"])
    contract = (
        Contract.objects.select_for_update(no_key=True).filter(key, member__inn=data["inn"]).order_by("-pk").first()
    )
    if contract is None:
        raise ValidationError("Этого договора в журнале уже нет.")
    for relation in RELATIONS.values():  # held in memory, so that saving the contract saves what is set on its parts
        setattr(contract, relation, list(getattr(contract, relation).all()))
    return contract


def _write(row, run):
    """Write a row by the journal's own function. Raises ValidationError."""
    record, values = row.data["record"], _values(row.data)
    if record == CONTRACT and not row.old:
        contract = Contract(member=known_members([row.data["inn"]])[row.data["inn"]])
        _set(contract, values)
    else:
        contract = _stored(row)
        part = contract if record == CONTRACT else _part(contract, record, row.data)
        if row.old and (part is None or _plain(_differing(part, values)) != row.old):
            raise ValidationError(CHANGED_BEFORE)
        if not row.old and part is not None:
            raise ValidationError("Такая запись появилась у договора после проверки файла.")
        if part is None:
            part = PARTS[record]()
            getattr(contract, RELATIONS[record]).add(part)
        _set(part, values)
    save_contract(contract=contract, actor=run.confirmed_by, changed=sorted(values))
