"""Editors write, the approver publishes, and never without the order."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cms.users.groups import APPROVERS
from home.regulations.models import Edition, PublicationRecord
from tests.factories import regulations as make
from tests.factories.staff import desk
from tests.home.regulations.edition_form import change, create, form, in_days

pytestmark = pytest.mark.django_db


@pytest.mark.req("REQ-7.1")
def test_an_editor_writes_and_cannot_publish(editor, workshop):
    create(editor, workshop, **{"action-publish": "1"})
    edition = Edition.objects.get()
    assert not edition.live
    change(editor, edition, **{"action-publish": "1"})
    edition.refresh_from_db()
    assert not edition.live


@pytest.mark.req("REQ-7.1")
def test_what_an_editor_submits_the_approver_publishes(editor, approver, workshop):
    create(editor, workshop, **{"action-submit": "1"})
    edition = Edition.objects.get()
    state = edition.current_workflow_task_state
    assert state is not None
    for client, live in ((editor, False), (approver, True)):
        client.post(reverse("wagtailadmin_pages:workflow_action", args=[edition.pk, "approve", state.pk]))
        edition.refresh_from_db()
        assert edition.live is live
    record = PublicationRecord.objects.get()
    assert [group.name for group in record.actor.groups.all()] == [APPROVERS]


@pytest.mark.req("REQ-2.2")
def test_an_approval_that_comes_too_late_is_refused_with_the_reason(editor, workshop):
    create(editor, workshop, **{"action-submit": "1"})
    edition = Edition.objects.get()
    state = edition.current_workflow_task_state
    with time_machine.travel(timezone.now() + timedelta(days=11)):
        approver = desk(APPROVERS)
        address = reverse("wagtailadmin_pages:workflow_action", args=[edition.pk, "approve", state.pk])
        response = approver.post(address, follow=True)
    assert "Публикация должна предшествовать вступлению в силу" in response.content.decode()
    edition.refresh_from_db()
    assert not edition.live
    assert edition.current_workflow_task_state == state


@pytest.mark.req("REQ-2.2")
def test_a_withdrawn_edition_is_not_published_again_after_its_day(workshop):
    edition = make.edition(workshop, days=5, published_on=None, published_where="")
    edition.unpublish()
    with time_machine.travel(timezone.now() + timedelta(days=6)), pytest.raises(ValidationError):
        edition.get_latest_revision().publish()


def test_an_editor_previews_a_draft(editor, workshop):
    edition = make.edition(workshop, days=10, live=False)
    for address in (
        reverse("wagtailadmin_pages:preview_on_add", args=["regulations", "edition", workshop.pk]),
        reverse("wagtailadmin_pages:preview_on_edit", args=[edition.pk]),
    ):
        assert editor.post(address, form(effective_from=in_days(11))).json()["is_valid"]
        text = editor.get(address).content.decode()
        assert "Порядок работы мастерской" in text
        assert 'id="p-2.5"' in text


def test_an_outsider_is_not_let_in(site_client, workshop):
    response = create(site_client, workshop)
    assert response.status_code in (302, 403, 404)
    assert not Edition.objects.exists()


# What is posted for the order, and which field says what is missing.
WITHOUT_ORDER = [
    ({"approved_by": ""}, "Укажите приказ"),
    ({"approved_by": "   "}, "Укажите приказ"),
    ({"approved_on": ""}, "Укажите дату приказа"),
]


@pytest.mark.req("REQ-7.1")
@pytest.mark.parametrize(("missing", "said"), WITHOUT_ORDER)
@pytest.mark.parametrize(
    "act",
    [{"action-publish": "1"}, {"action-publish": "1", "go_live_at": f"{in_days(2)} 10:00"}, {"action-submit": "1"}],
)
def test_without_the_order_nothing_is_published_or_submitted(approver, workshop, missing, said, act):
    response = create(approver, workshop, **missing, **act)
    assert said in response.content.decode()
    assert not Edition.objects.exists()


@pytest.mark.req("REQ-7.1")
@pytest.mark.parametrize(("missing", "said"), WITHOUT_ORDER)
def test_a_draft_may_wait_for_its_order_and_is_then_published(approver, workshop, missing, said):
    create(approver, workshop, **missing)
    draft = Edition.objects.get()
    assert said in change(approver, draft, **{"action-publish": "1"}).content.decode()
    assert not Edition.objects.live().exists()
    change(approver, draft, approved_by="Приказ № 5", approved_on=in_days(-1), **{"action-publish": "1"})
    assert Edition.objects.live().get().approved_on == in_days(-1)


@pytest.mark.req("REQ-7.1")
def test_buttons_that_know_no_form_publish_nothing_without_the_order(approver, workshop):
    draft = make.edition(workshop, days=10, live=False, approved_by="")
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = approver.post(f"{address}?id={draft.pk}&next=/admin/", {"include_descendants": ""}, follow=True)
    assert "Укажите приказ" in response.content.decode()
    assert not Edition.objects.live().exists()


@pytest.mark.req("REQ-7.1")
def test_an_order_that_was_missing_is_added_to_an_edition_in_force_and_recorded(approver, workshop):
    edition = make.edition(workshop, days=-10, approved_by="", approved_on=None)
    order = {"approved_by": "Приказ № 7", "approved_on": in_days(-50)}
    change(approver, edition, **order, **{"action-publish": "1"})
    edition.refresh_from_db()
    assert (edition.approved_by, edition.approved_on) == ("Приказ № 7", in_days(-50))
    assert edition.publications.count() == 2
    response = change(approver, edition, approved_by="Приказ № 8", **{"action-publish": "1"})
    assert "её не меняют" in response.content.decode()
