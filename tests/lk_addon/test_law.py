"""Numbers of law: those in force are superseded, never typed over; the journal keeps old and new (REQ-7.3)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cms.audit.models import AuditEntry
from lk_addon.cabinet.prepare import CONTROL_DEPARTMENT
from lk_addon.contracts.domain.contracts import save_rule
from lk_addon.contracts.models import ObligationsRule
from lk_addon.registry.domain.law import save_legal_term
from lk_addon.registry.models import LegalTerm
from lk_addon.supervision.domain.plan import save_terms
from lk_addon.supervision.models import ControlTerms
from tests.scenarios import back_office_of, cabinet_of, staff_of

pytestmark = pytest.mark.req("REQ-7.3")

GROUND = "Решение Совета № 5"


def save(row):
    return save_rule(rule=row, actor=None) if isinstance(row, ObligationsRule) else save_terms(terms=row, actor=None)


#: Model → a number of it, its new value, what the journal says, its address in the back office.
LAWS = {
    ObligationsRule: ("warning_percent", 70, "предупреждать при использовании предела от, %: 80 → 70", "contracts"),
    ControlTerms: ("at_least_every_years", 2, "плановая проверка не реже, чем раз в … года: 3 → 2", "supervision"),
}


@pytest.mark.parametrize("model", LAWS)
def test_a_row_in_force_is_not_corrected(scene, model):
    field, new, _told, app = LAWS[model]
    row = model.objects.get()
    before = getattr(row, field)
    setattr(row, field, new)
    with pytest.raises(ValidationError, match="уже действует"):
        save(row)
    row.valid_from = timezone.localdate() + timedelta(days=30)  # moving it away does not help
    with pytest.raises(ValidationError, match="уже действует"):
        save(row)
    address = f"/admin/{app}/{model._meta.model_name}/edit/{row.pk}/"
    assert back_office_of(staff_of(CONTROL_DEPARTMENT)).get(address).status_code in (302, 403)
    assert getattr(model.objects.get(), field) == before


@pytest.mark.parametrize("model", LAWS)
def test_a_new_row_supersedes_it_and_the_journal_tells_old_and_new(scene, model):
    field, new, told, app = LAWS[model]
    day = timezone.localdate() + timedelta(days=30)
    row = save(model(valid_from=day, ground=GROUND, **{field: new}))
    assert AuditEntry.objects.latest("pk").data["values"] == [told]
    address = f"/admin/{app}/{model._meta.model_name}/edit/{row.pk}/"
    assert back_office_of(staff_of(CONTROL_DEPARTMENT)).get(address).status_code == 200
    setattr(row, field, new + 1)
    save(row)
    assert AuditEntry.objects.latest("pk").data["values"] == [f"{told.rsplit(': ', 1)[0]}: {new} → {new + 1}"]


@pytest.mark.req("REQ-L.3")
def test_the_term_to_tell_of_a_contract_is_a_row_of_law(scene):
    page = "/contracts/"
    client = cabinet_of(scene.member)
    html = client.get(page).content.decode()
    assert "в течение 3 рабочих дней" in html
    assert "309-ФЗ" in html
    term = LegalTerm(
        code=LegalTerm.Code.CONTRACT_NOTICE, working_days=21, valid_from=timezone.localdate(), ground="Новый закон"
    )
    save_legal_term(row=term, actor=None)
    html = client.get(page).content.decode()
    assert "в течение 21 рабочего дня" in html
    assert "Новый закон" in html


def test_what_another_law_said_before_is_kept(scene):
    old = LegalTerm.objects.get(code=LegalTerm.Code.CONTRACT_NOTICE)
    assert (old.working_days, old.valid_from) == (3, date(2026, 3, 1))
