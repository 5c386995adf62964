"""What apps register with the shell."""

from datetime import date, timedelta

import pytest

from lk_addon.cabinet import attention, duties

TODAY = date(2026, 11, 22)


def test_matters_come_by_urgency_then_by_term(monkeypatch):
    monkeypatch.setattr(attention, "_functions", {})
    attention.register("one", lambda request: [attention.Attention("info", "Прочитать", "cabinet:help")])
    attention.register(
        "two",
        lambda request: [
            attention.Attention("warning", "Позже", "cabinet:help", due=TODAY + timedelta(days=9)),
            attention.Attention("warning", "Раньше", "cabinet:help", due=TODAY),
            attention.Attention("danger", "Долг", "cabinet:help"),
        ],
    )
    assert [matter.text for matter in attention.matters(None)] == ["Долг", "Раньше", "Позже", "Прочитать"]


def test_duties_of_all_sources_come_by_day(monkeypatch):
    monkeypatch.setattr(duties, "_sources", {})
    duties.register("a", lambda member, since, until: [duties.Duty(until, "Последний", "cabinet:help", kind="fee")])
    duties.register("b", lambda member, since, until: [duties.Duty(since, "Первый", "cabinet:help", kind="unheard")])
    found = duties.duties_of(None, TODAY, TODAY + timedelta(days=30))
    assert [(duty.title, duty.kind_title) for duty in found] == [("Первый", "Срок"), ("Последний", "Членский взнос")]


@pytest.mark.parametrize("registry", [attention, duties])
def test_second_source_of_one_name_is_an_error(monkeypatch, registry):
    monkeypatch.setattr(registry, "_functions" if registry is attention else "_sources", {})
    registry.register("x", list)
    with pytest.raises(ValueError, match="twice"):
        registry.register("x", list)


def test_an_unknown_level_is_an_error():
    with pytest.raises(ValueError, match="level"):
        attention.Attention("urgent", "Что-то", "cabinet:help")
