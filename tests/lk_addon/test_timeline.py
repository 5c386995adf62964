"""The member's timeline in the back office tells of what every app did with it."""

import pytest

from lk_addon.registry.extracts.domain import issue_extract
from lk_addon.registry.models import Fund
from lk_addon.supervision.domain.outcome import cure_violation
from tests.factories import supervision
from tests.factories.contracts import contract, policy
from tests.factories.finance import charged
from tests.factories.rights import give_right, pay
from tests.scenarios import back_office_of

ACTS = {
    "право": (give_right, "Право предоставлено"),
    "взнос в фонд": (lambda member: pay(member, Fund.VV, 100_000), "Внесён взнос в компенсационный фонд"),
    "сведения из реестра": (
        lambda member: issue_extract(member=member, way="staff", actor=None),
        "Выданы сведения из реестра",
    ),
    "начисление": (lambda member: charged(member, "100"), "Взнос начислен"),
    "договор": (lambda member: contract(member, 100), "Договор внесён"),
    "страхование": (policy, "Договор страхования внесён"),
    "проверка": (supervision.planned, "Проверка запланирована"),
    "документ проверки": (supervision.received, "Документ к проверке получен"),
    "нарушение": (
        lambda member: cure_violation(
            violation=supervision.remediated(member).violations.first(),
            cured_at=supervision.days(0),
            evidence="Фото",
            actor=None,
        ),
        "Нарушение устранено",
    ),
    "мера": (supervision.disciplined, "Мера воздействия применена"),
    "отчёт": (supervision.report, "Отчёт члена получен"),
    "специалист": (supervision.specialist, "Специалист внесён"),
    "документ специалиста": (supervision.specialist, "Документ специалиста приложен"),
}


@pytest.mark.req("REQ-4.1")
@pytest.mark.parametrize(("act", "told"), ACTS.values(), ids=ACTS)
def test_an_act_of_each_app_is_told_of_its_member_alone(scene, act, told):
    act(scene.north)
    office = back_office_of(scene.staff)
    seen = [
        office.get(f"/admin/registry/{member.pk}/tab/timeline/").content.decode().lower()
        for member in (scene.north, scene.montage)
    ]
    assert [told.lower() in html for html in seen] == [True, False]
