"""What the register and control know of a member, for the fields of annual reports (REQ-3.2.2.N3)."""

from datetime import date

from lk_addon.correspondence.prefill import Source
from lk_addon.registry.models import Fund
from lk_addon.registry.queries import level_on, rights_on
from lk_addon.supervision.models import Specialist, Violation


def _head(member, year):
    return "; ".join(f"{head.position} {head.full_name}" for head in member.current_heads())


def _level(fund):
    def words(member, year):
        level = level_on(member, fund, date(year, 12, 31))
        return level.level.title if level and level.level else "нет"

    return words


def _rights(member, year):
    active = rights_on(member, date(year, 12, 31)).active
    return "; ".join(right.get_category_display() for right in active) or "нет"


def _working(member):
    return Specialist.objects.filter(member=member, left_at=None)


def _listed(member, year):
    """Number of specialists of the national register at their main place of work."""
    main = _working(member).filter(employment=Specialist.Employment.MAIN)
    return main.exclude(nrs_number="").count()


def _qualified(member, year):
    return _working(member).filter(nok_valid_to__gte=date(year, 12, 31)).count()


def _violations(member, year):
    return Violation.objects.filter(inspection__member=member, inspection__act_date__year=year).count()


SOURCES = (
    Source("member.name", "Реестр: полное наименование", lambda member, year: member.full_name),
    Source("member.inn", "Реестр: ИНН", lambda member, year: member.inn),
    Source("member.ogrn", "Реестр: ОГРН или ОГРНИП", lambda member, year: member.ogrn),
    Source("member.number", "Реестр: номер члена СРО", lambda member, year: member.registration_number),
    Source("member.address", "Реестр: адрес", lambda member, year: member.address),
    Source("member.phones", "Реестр: телефоны организации", lambda member, year: member.phones),
    Source("member.website", "Реестр: сайт", lambda member, year: member.website),
    Source("member.head", "Реестр: руководитель", _head),
    Source("member.rights", "Реестр: право на конец года", _rights),
    Source("member.level_vv", "Реестр: уровень в КФ\u00a0ВВ на конец года", _level(Fund.VV)),
    Source("member.level_odo", "Реестр: уровень в КФ\u00a0ОДО на конец года", _level(Fund.ODO)),
    Source("specialists.listed", "Контроль: специалистов в НРС, основное место работы", _listed),
    Source("specialists.qualified", "Контроль: специалистов с действующей НОК", _qualified),
    Source("control.violations", "Контроль: нарушений по актам года", _violations),
)
