"""What an extract says: the public card in words, on the moment of issue."""

from django.utils.formats import date_format

from lk_addon.cabinet.templatetags.money import rubles, rubles_short
from lk_addon.registry.models.rights import RightState
from lk_addon.registry.public import fields
from lk_addon.registry.queries import contributions_of, levels_on, rights_on


def content_of(member):
    """Return parts, each a title with pairs of label and value, as they are printed and kept."""
    membership = [["Статус", member.status_title], *_rows(member, fields.MEMBERSHIP)]
    if not member.is_acting():
        membership += _rows(member, fields.TERMINATION)
    return [
        ["Сведения об организации", [*_rows(member, fields.IDENTITY), *_rows(member, fields.PLACE)]],
        ["Руководитель", [[head.position, head.full_name] for head in member.current_heads()]],
        ["Членство", membership],
        ["Право выполнять работы", _rights(rights_on(member))],
        ["Уровни ответственности и взносы", _funds(member)],
    ]


def changed_labels(then, now):
    """Return what an extract of today would say otherwise: «Часть: название» of each value that differs."""
    before, after = _flat(then), _flat(now)
    return [label for label in before | after if before.get(label) != after.get(label)]


def _flat(content):
    values = {}
    for title, rows in content:
        for label, value in rows:
            values.setdefault(f"{title}: {label[0].lower()}{label[1:]}", []).append(value)
    return values


def _rows(member, names):
    return [list(row) for row in fields.public_rows(member, names)]


def _rights(rights):
    rows = [[f"{right.category.letter}) {right.category.label}", _right(right)] for right in rights.categories]
    competitive = "есть" if rights.may_compete else "нет"
    return [*rows, ["договоры, заключаемые с использованием конкурентных способов", competitive]]


def _right(right):
    match right.state:
        case None:
            return "нет"
        case RightState.ACTIVE:
            return f"есть с {date_format(right.granted_on, 'j E Y г.')}"
        case RightState.SUSPENDED:
            until = f" по {date_format(right.until, 'j E Y г.')}" if right.until else ""
            return f"приостановлено с {date_format(right.since, 'j E Y г.')}{until}"
        case _:
            return f"прекращено {date_format(right.since, 'j E Y г.')}"


def _funds(member):
    rows = []
    paid = list(contributions_of(member))
    for fund, level in levels_on(member).items():
        rows.append([f"{fund.short}: уровень ответственности", _level(level)])
        sums = [one.amount for one in paid if one.fund == fund]
        rows.append([f"{fund.short}: внесено", rubles(sum(sums)) if sums else "взносов нет"])
    return rows


def _level(level):
    if level is None:
        return "нет"
    limit = level.level.limit_rub if level.level else None
    told = f", не более {rubles_short(limit)}" if limit is not None else ""
    return f"{level.get_number_display()} с {date_format(level.since, 'j E Y г.')}{told}"
