"""What the cabinet says of one contract and of insurance in words: on the page and in a workbook."""

from django.utils.formats import date_format

from lk_addon.cabinet.templatetags.money import rubles

NOTHING = "—"


def contract_facts(contract):
    """Return (label, words) pairs of what the journal keeps of a contract; what it has not is left out."""
    counted = "учитывается" if contract.counted else "не учитывается"
    facts = [
        ("Заказчик", _joined(contract.customer_name, contract.get_customer_kind_display(), _inn(contract))),
        ("Объект", _joined(contract.object_name, contract.object_address)),
        ("Категория объекта", contract.get_category_display()),
        (
            "Вид и роль",
            _joined(contract.get_kind_display(), contract.get_role_display(), contract.work_kind, by="; "),
        ),
        (
            "Способ заключения",
            _joined(contract.get_procurement_display(), f"{counted} в совокупном размере обязательств"),
        ),
        ("Номер извещения", contract.notice_no),
        ("Реестровый номер", contract.registry_no),
        ("ИКЗ", contract.ikz),
        ("Срок работ", _term(contract) or NOTHING),
        ("Обеспечение", _security(contract)),
    ]
    return [(label, words) for label, words in facts if words]


def cover_words(cover):
    """Return the state of cover of one kind of insurance in lines: until when, holes, overlaps."""
    lines = [f"по {cover.last.end:%d.%m.%Y}"]
    lines += [f"Без страхования с {gap.start:%d.%m.%Y} по {gap.end:%d.%m.%Y}" for gap in cover.gaps]
    lines += [f"Два договора сразу с {two.start:%d.%m.%Y} по {two.end:%d.%m.%Y}" for two in cover.overlaps]
    return "\n".join(lines)


def _inn(contract):
    return contract.customer_inn and f"ИНН\u00a0{contract.customer_inn}"


def _term(contract):
    days = (("с", contract.start), ("по", contract.end_now))
    return " ".join(f"{word} {_day(day)}" for word, day in days if day)


def _security(contract):
    if not contract.security_guarantor:
        return ""
    return _joined(
        contract.security_guarantor,
        contract.security_number and f"гарантия №\u00a0{contract.security_number}",
        rubles(contract.security_amount),
        contract.security_until and f"до {_day(contract.security_until)}",
    )


def _day(day):
    return date_format(day, "j E Y г.")


def _joined(*words, by=", "):
    return by.join(filter(None, words))
