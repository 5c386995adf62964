"""Entries of the register: new ones, corrections, exclusions (REQ-1.4: an excluded member's cabinet closes at once)."""

import json
from copy import copy
from datetime import date

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q

from lk_addon.exchange.domain.imports import apply_each
from lk_addon.exchange.kinds.registry import ImportKind, register
from lk_addon.exchange.models import ImportRow
from lk_addon.exchange.reading import cells
from lk_addon.exchange.reading.rows import read_rows
from lk_addon.exchange.reading.tables import Column, read_cells, read_table
from lk_addon.registry.domain.bulk import register_members
from lk_addon.registry.domain.membership import cancel_exclusion, correct_entry, exclude_member
from lk_addon.registry.models import Member, MemberHead, RegistryChange

TERMINATION = ("terminated_at", "termination_ground", "termination_document")
HEAD = {"head_position": "position", "head_full_name": "full_name", "head_since": "since"}


def choice(field, title, also=()):
    """Return the column of a field with choices: they are read by their words, and told in them."""
    choices = Member._meta.get_field(field).choices
    return Column(field, title, cells.choice(choices), also, words=dict(choices))


COLUMNS = (
    Column("registration_number", "Регистрационный номер", cells.digits, ("Рег. №", "№ в реестре СРО"), required=True),
    Column("inn", "ИНН", cells.inn, required=True),
    Column("full_name", "Полное наименование", also=("Наименование", "Наименование организации"), required=True),
    Column("short_name", "Сокращённое наименование", also=("Краткое наименование",)),
    choice("member_type", "Тип члена", ("Тип",)),
    Column("ogrn", "ОГРН", cells.digits, ("ОГРНИП", "ОГРН/ОГРНИП", "ОГРН или ОГРНИП")),
    Column("kpp", "КПП", cells.digits),
    Column("state_registration_date", "Дата государственной регистрации", cells.day),
    Column("address_postal_code", "Индекс", cells.digits),
    Column("address_region", "Регион", also=("Субъект РФ",)),
    Column("address_locality", "Населённый пункт", also=("Город",)),
    Column("address_street", "Улица"),
    Column("address_house", "Дом"),
    Column("phones", "Телефоны", also=("Телефон",)),
    Column("email", "Электронная почта", also=("E-mail", "Email")),
    Column("website", "Сайт"),
    Column("registered_at", "Дата внесения в реестр", cells.day, ("Дата регистрации в реестре",), required=True),
    Column("admission_body", "Кто принял решение о приёме"),
    Column("admission_protocol_no", "Протокол №", also=("Номер протокола",)),
    Column("admission_date", "Дата решения о приёме", cells.day, ("Дата протокола",)),
    Column("admission_effective_date", "Решение вступило в силу", cells.day),
    choice("compliance", "Соответствие условиям членства"),
    Column("head_position", "Должность руководителя"),
    Column("head_full_name", "Руководитель", also=("ФИО руководителя",)),
    Column("head_since", "Полномочия руководителя с", cells.day),
    Column("terminated_at", "Членство прекращено", cells.day, ("Дата прекращения членства",)),
    choice("termination_ground", "Основание прекращения"),
    Column("termination_document", "Документ о прекращении"),
)
UNDO_DOCUMENT = "Отмена загрузки №\u00a0{}"
CHANGED_SINCE = "Запись изменили после загрузки: исправьте её на странице члена СРО."
RESTORED = "membership"  # what a row says of an entry that was made by mistake and is entered again
Kind = RegistryChange.Kind


@register
class Members(ImportKind):
    """A table with a line for each entry; entries are known by their register number."""

    code = "members"
    title = "Члены СРО"
    help_text = "XLSX, XLS, ODS или CSV по образцу. Записи узнаются по регистрационному номеру."
    permission = "import_members"
    columns = COLUMNS
    sample = ("0991", "0099000102", "Общество с ограниченной ответственностью «Пример»", "ООО «Пример»")

    @property
    def labels(self):
        """The columns, and that an entry stands again."""
        return super().labels | {RESTORED: "Членство"}

    def lines(self, file):
        """Yield the table's lines."""
        return read_table(read_rows(file), COLUMNS)

    def plan(self, lines, run, seen):
        """Compare a batch of lines with the register."""
        read = [(line, *read_cells(line, COLUMNS)) for line in lines]
        numbers = [values.get("registration_number", "") for _line, values, _errors in read]
        inns = [values.get("inn", "") for _line, values, _errors in read]
        entries = Member.objects.filter(Q(registration_number__in=numbers) | Q(terminated_at=None, inn__in=inns))
        entries = list(entries.prefetch_related("heads"))
        known = {entry.registration_number: entry for entry in entries}
        acting = {entry.inn: entry for entry in entries if entry.terminated_at is None}
        rows = []
        for line, values, faults in read:
            errors = [*faults, *_repeated(seen, line, values)]
            entry = known.get(values.get("registration_number", ""))
            filled = {name: value for name, value in values.items() if value not in ("", None)}
            if entry and entry.is_mistaken:
                filled = _anew(filled)
            row = _planned(filled, errors or self._faults(filled, entry, acting), entry)
            if row is not None:
                row.run, row.number = run, line.number
                rows.append(row)
        return rows

    @staticmethod
    def _faults(filled, entry, acting):
        """Say what is wrong with the entry that the line makes."""
        other = acting.get(filled["inn"])
        if other and other != entry and not filled.get("terminated_at"):
            return [f"С этим ИНН в реестре уже есть действующий член №\u00a0{other.registration_number}."]
        if entry and entry.inn != filled["inn"] and not entry.is_mistaken:
            return [f"Под этим номером в реестре другая организация: ИНН {entry.inn}."]
        if bool(filled.get("terminated_at")) != bool(filled.get("termination_ground")):
            return ["У прекращения членства указывают и дату, и основание."]
        if filled.get("terminated_at") and not filled.get("termination_document"):
            return ["Укажите документ о прекращении членства."]
        member = _with(copy(entry) if entry else Member(), filled)
        try:
            member.clean_fields(exclude={"sort_name", "unified_number"})
            member.clean()
            if head := _head(filled):
                head.clean_fields(exclude={"member"})
        except ValidationError as error:
            return _messages(error)
        return []

    def apply(self, rows, run):
        """Make new entries together, others one by one."""
        new = {row.data["registration_number"]: row for row in rows if row.state == ImportRow.State.ADD}
        taken = Member.objects.filter(registration_number__in=new).values_list("registration_number", flat=True)
        for number in taken:
            new.pop(number).errors = ["Запись с этим номером появилась в реестре после проверки файла."]
        entries = map(self._entry, new.values())
        register_members(members=entries, actor=run.confirmed_by, ground=run.ground or str(run))
        apply_each([row for row in rows if row.state == ImportRow.State.CHANGE], lambda row: self._change(row, run))

    @staticmethod
    def _entry(row):
        values = _typed(row.data)
        member = _with(Member(), values)
        for name in TERMINATION:
            setattr(member, name, values.get(name) or getattr(member, name))
        head = _head(values)
        member.heads = [head] if head else []
        return member

    @staticmethod
    def _change(row, run):
        member = Member.objects.select_for_update(no_key=True).get(registration_number=row.data["registration_number"])
        values = _typed(row.data)
        if _plain(_differing(member, values)) != row.old:
            raise ValidationError("Запись изменили после проверки файла. Проверьте файл ещё раз.")
        ground = run.ground or str(run)
        _with(member, values)
        head = _head(values)
        if RESTORED in row.old:
            member.heads = [head] if head else []
        elif head:
            _replace_head(member, head)
        member = correct_entry(member=member, actor=run.confirmed_by, ground=ground)
        if member.is_mistaken:
            member = cancel_exclusion(member=member, actor=run.confirmed_by, ground=ground)
        if values.get("terminated_at"):
            exclude_member(
                member=member,
                terminated_at=values["terminated_at"],
                ground=values["termination_ground"],
                document=values["termination_document"],
                actor=run.confirmed_by,
            )

    def undo(self, row, run):
        """Give an entry its former values back; a new one stays in the register as made by mistake, seen by staff only.

        Raises ValidationError where the entry was changed since.
        """
        member = Member.objects.select_for_update(no_key=True).get(registration_number=row.data["registration_number"])
        document = UNDO_DOCUMENT.format(run.pk)
        if not row.old or RESTORED in row.old:
            if member.changes.first().kind not in (Kind.REGISTERED, Kind.RESTORED):
                raise ValidationError(CHANGED_SINCE)
            exclude_member(
                member=member,
                terminated_at=member.registered_at,
                ground=Member.Ground.MISTAKE,
                document=document,
                actor=run.confirmed_by,
            )
            return
        if "terminated_at" in row.old or HEAD.keys() & row.old.keys():
            raise ValidationError("Прекращение членства и смена руководителя не отменяются загрузкой.")
        values = _typed(row.data)
        if any(getattr(member, name) != values[name] for name in row.old):
            raise ValidationError(CHANGED_SINCE)
        for name, value in row.old.items():
            setattr(member, name, Member._meta.get_field(name).to_python(value))
        correct_entry(member=member, actor=run.confirmed_by, ground=document)


def _anew(filled):
    """Return what a line makes of an entry that was made by mistake: what it leaves empty is empty."""
    fields = (column.name for column in COLUMNS if column.name not in HEAD and column.name not in TERMINATION)
    empty = {name: Member._meta.get_field(name).get_default() for name in fields}
    if len(filled.get("inn", "")) == 12:
        empty["member_type"] = Member.Type.IP
    return empty | filled | {RESTORED: "является членом"}


def _planned(filled, errors, entry):
    """Return the row of a line, None for one that changes nothing."""
    names = (filled.get(name) for name in ("short_name", "full_name", "registration_number", "inn"))
    title = next((name for name in names if name), "Без названия")
    row = ImportRow(state=ImportRow.State.ADD, title=title[:300], data=_plain(filled), errors=errors)
    if errors:
        row.state = ImportRow.State.WRONG
    elif entry is not None:
        row.state, row.old = ImportRow.State.CHANGE, _plain(_differing(entry, filled))
        if not row.old:
            return None
        row.data = {name: row.data[name] for name in row.old} | {"registration_number": entry.registration_number}
    return row


def _repeated(seen, line, values):
    """Say whether an earlier line of the file was about the same entry, or about the same acting member."""
    keys = [("Номер", values.get("registration_number"))]
    if not values.get("terminated_at"):
        keys.append(("ИНН", values.get("inn")))
    keys = [key for key in keys if key[1]]
    errors = [f"{name} {value} уже был в строке {seen[name, value]}." for name, value in keys if (name, value) in seen]
    for key in keys:
        seen.setdefault(key, line.number)
    return errors


def _plain(values):
    return json.loads(json.dumps(values, cls=DjangoJSONEncoder))


def _typed(data):
    """Return stored values as the fields want them."""
    days = {column.name for column in COLUMNS if column.read is cells.day}
    return {name: date.fromisoformat(value) if name in days and value else value for name, value in data.items()}


def _with(member, values):
    """Give ``member`` the values of a line; what the line leaves empty stays."""
    for name, value in values.items():
        if name not in HEAD and name not in TERMINATION and name != RESTORED:
            setattr(member, name, value)
    if not member.pk and "member_type" not in values and len(member.inn) == 12:
        member.member_type = Member.Type.IP
    return member


def _head(values):
    if not values.get("head_full_name"):
        return None
    return MemberHead(
        position=values.get("head_position") or "Руководитель",
        full_name=values["head_full_name"],
        since=values.get("head_since") or values.get("registered_at") or date.today(),  # noqa: DTZ011 - local day
    )


def _replace_head(member, head):
    """End the terms of those who head the member now, on the eve of the new one's."""
    heads = list(member.heads.all())
    for other in heads:
        if other.until is None and other.since < head.since:
            other.until = head.since.fromordinal(head.since.toordinal() - 1)
    member.heads = [*heads, head]


def _differing(entry, values):
    """Return the entry's values that the line would change, by name."""
    old = {
        name: getattr(entry, name)
        for name, value in values.items()
        if name not in HEAD and name != RESTORED and getattr(entry, name) != value
    }
    if RESTORED in values and entry.is_mistaken:
        old[RESTORED] = entry.get_termination_ground_display()
    current = {head.full_name for head in entry.current_heads()}
    if values.get("head_full_name") and values["head_full_name"] not in current:
        old["head_full_name"] = ", ".join(sorted(current))
        old |= {name: None for name in ("head_position", "head_since") if values.get(name)}
    return old


def _messages(error):
    if not hasattr(error, "message_dict"):
        return error.messages
    return [
        f"{_label(name)}: {message}" if name != "__all__" else message
        for name, messages in error.message_dict.items()
        for message in messages
    ]


def _label(name):
    label = next((column.title for column in COLUMNS if column.name in (name, f"head_{name}")), name)
    return str(label)
