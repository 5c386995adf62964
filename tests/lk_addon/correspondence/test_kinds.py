"""What rooms above tell correspondence of their kinds: decisions, who reads, what is known beforehand."""

import pytest
from django.conf import settings
from django.urls import reverse

from lk_addon.cabinet.prepare import CONTROL_DEPARTMENT
from lk_addon.correspondence import kinds, prefill
from lk_addon.correspondence.domain import answering
from lk_addon.correspondence.domain.drafts import begin_draft
from lk_addon.correspondence.domain.sending import send
from lk_addon.correspondence.kinds import Decision
from lk_addon.correspondence.queries import threads_for_staff
from tests.factories.correspondence import filled_form, kind_of, sent_letter
from tests.scenarios import cabinet_of, staff_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-3.2")]


def test_a_returned_submission_waits_for_its_corrected_version(scene):
    decision = Decision("return", "Вернуть", act=lambda letter, actor: None, returns=True)
    thread = sent_letter(scene.member, scene.north).thread
    letter = answering.decide(thread=thread, decision=decision, data={}, text="Нет приложения", actor=scene.staff)
    thread.refresh_from_db()
    assert (letter.text, thread.state, thread.closed_at) == ("Нет приложения", "need_info", None)
    again = begin_draft(
        member=scene.north, kind=kind_of(), thread=thread, role="correction", author_label="л", actor=scene.member
    )
    second = send(draft_id=again.pk, form=filled_form(scene.north), author_label="л", actor=scene.member)
    thread.refresh_from_db()
    assert (second.version, thread.state) == (2, "in_work")


def test_a_kind_may_want_a_right_of_its_own_to_be_read(scene, monkeypatch):
    monkeypatch.setitem(kinds._forms, "letter", kinds.FormOfKind("letter", reading_permission="supervision.nothing"))
    clerk = staff_of(kind_of("letter").department.name, CONTROL_DEPARTMENT)
    thread = sent_letter(scene.member, scene.north).thread
    assert thread in threads_for_staff(clerk)
    thread.kind = kind_of("letter")
    thread.save()
    assert thread not in threads_for_staff(clerk)


def test_a_second_source_under_one_code_is_an_error(monkeypatch):
    monkeypatch.setattr(prefill, "_sources", {})
    source = prefill.Source("x", "Икс", lambda member, year: year)
    prefill.register(source)
    assert prefill.known("x", None, 2025) == 2025
    assert prefill.known("y", None, 2025) is None
    with pytest.raises(ValueError, match="already"):
        prefill.register(source)


#: The list of clause 3.2.2, in its order.
UNSIGNED = (
    *("extract", "inspection_docs", "annual_report", "obligation_notice", "odo_docs", "staff_docs"),
    *("insurance_doc", "ballot", "accounting", "general", "letter"),
)


@pytest.mark.req("REQ-3.2.2")
@pytest.mark.parametrize("code", UNSIGNED)
def test_every_document_of_the_list_is_offered_and_demands_no_signature(scene, code):
    kind = kind_of(code)
    browser = cabinet_of(scene.member)
    form = browser.get(reverse(kind.address_name, args=[code], urlconf=settings.LK_URLCONF))
    assert form.status_code == 200
    assert not form.context["terms"].is_signature_required
    group = "С электронной подписью"
    groups = {title: kinds for title, _clause, kinds in browser.get("/documents/").context["groups"]}
    assert kind in [one for title, kinds in groups.items() if title != group for one in kinds]
