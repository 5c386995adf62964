"""Publication precedes effect, leaves evidence, and belongs to the approver."""

import hashlib
from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision
from wagtail.search.backends import get_search_backend

from cms.audit.models import AuditEntry
from cms.outbox.models import OutboxMessage
from cms.users.groups import APPROVERS, EDITORS
from cms.users.models import User
from home.regulations import queries
from home.regulations.models import Clause, Edition, PublicationRecord
from tests.factories import regulations as make
from tests.factories.files import make_document
from tests.factories.sessions import signed_in_client

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop(prepared_site):
    return make.regulation()


def staff(role):
    user = User.objects.create_user(f"{role}@example.com", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def editor(prepared_site):
    return signed_in_client(staff(EDITORS))


@pytest.fixture
def approver(prepared_site):
    return signed_in_client(staff(APPROVERS))


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def form(**fields):
    data = {
        "number": 1,
        "approved_by": "Приказ № 5",
        "approved_on": "",
        "effective_from": in_days(10).isoformat(),
        "published_on": "",
        "published_where": "",
        "text": make.TEXT,
        "original_file": "",
        "go_live_at": "",
        "expire_at": "",
        "reviewed_on": "",
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        "comment_notifications": "",
    }
    return data | fields


def create(client, workshop, **fields):
    address = reverse("wagtailadmin_pages:add", args=["regulations", "edition", workshop.pk])
    return client.post(address, form(**fields))


# --- dates ---


@pytest.mark.req("REQ-2.2")
@pytest.mark.parametrize("days", [0, -1, -400])
def test_an_edition_that_is_in_force_before_its_publication_is_refused(approver, workshop, days):
    response = create(approver, workshop, effective_from=in_days(days), **{"action-publish": "1"})
    assert response.status_code == 200
    assert "Публикация должна предшествовать вступлению в силу" in response.content.decode()
    assert not Edition.objects.live().exists()
    assert not PublicationRecord.objects.exists()


@pytest.mark.req("REQ-2.2")
def test_an_edition_published_a_day_before_is_accepted(approver, workshop):
    create(approver, workshop, effective_from=in_days(1), **{"action-publish": "1"})
    edition = Edition.objects.live().get()
    assert edition.published_on == in_days(0)


@pytest.mark.req("REQ-2.2")
def test_a_schedule_at_or_after_the_day_of_effect_is_refused(approver, workshop):
    when = f"{in_days(10)} 00:00"
    response = create(approver, workshop, go_live_at=when, **{"action-publish": "1"})
    assert "Публикация должна предшествовать вступлению в силу" in response.content.decode()
    assert not Edition.objects.exists()


@pytest.mark.req("REQ-2.2")
def test_a_past_publication_needs_its_source(approver, workshop):
    past = {"effective_from": in_days(-5), "published_on": in_days(-20), "action-publish": "1"}
    response = create(approver, workshop, **past)
    assert "Укажите, где редакция опубликована раньше" in response.content.decode()
    create(approver, workshop, published_where="стенд", **past)
    assert Edition.objects.live().get().published_on == in_days(-20)


@pytest.mark.parametrize(("published", "effective"), [(-3, -3), (-3, -4), (1, 5)])
def test_contradicting_dates_are_refused_even_in_a_draft(editor, workshop, published, effective):
    response = create(editor, workshop, published_on=in_days(published), effective_from=in_days(effective))
    assert response.status_code == 200
    assert not Edition.objects.exists()


def test_two_editions_do_not_take_effect_on_one_day(editor, workshop):
    create(editor, workshop)
    response = create(editor, workshop, number=2)
    assert "вступает в силу в тот же день" in response.content.decode()
    assert Edition.objects.count() == 1


def test_an_edition_is_not_moved_to_the_day_of_another(editor, workshop):
    create(editor, workshop)
    create(editor, workshop, number=2, effective_from=in_days(11))
    second = Edition.objects.get(number=2)
    response = editor.post(reverse("wagtailadmin_pages:edit", args=[second.pk]), form(number=2))
    assert "вступает в силу в тот же день" in response.content.decode()


def test_a_text_with_a_clause_twice_is_refused_with_its_lines(editor, workshop):
    response = create(editor, workshop, text="1. ОБЩЕЕ\n1.1. Раз\n1.1. Два")
    assert "Пункт 1.1 встречается дважды: строки 2 и 3" in response.content.decode()


def test_what_is_checked_in_the_form_is_checked_wherever_a_page_is_published(workshop):
    edition = make.edition(workshop, days=3, published_on=None, published_where="", live=False)
    revision = edition.save_revision()
    with time_machine.travel(timezone.now() + timedelta(days=3)), pytest.raises(ValidationError):
        revision.publish()
    assert not PublicationRecord.objects.exists()


# --- who ---


@pytest.mark.req("REQ-7.1")
def test_an_editor_writes_and_cannot_publish(editor, workshop):
    create(editor, workshop, **{"action-publish": "1"})
    edition = Edition.objects.get()
    assert not edition.live
    editor.post(reverse("wagtailadmin_pages:edit", args=[edition.pk]), form(**{"action-publish": "1"}))
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
    assert record.actor.email == f"{APPROVERS.lower()}@example.com"


@pytest.mark.req("REQ-2.2")
def test_an_approval_that_comes_too_late_is_refused_with_the_reason(editor, workshop):
    create(editor, workshop, **{"action-submit": "1"})
    edition = Edition.objects.get()
    state = edition.current_workflow_task_state
    with time_machine.travel(timezone.now() + timedelta(days=11)):
        approver = signed_in_client(staff(APPROVERS))
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
        assert editor.post(address, form(effective_from=in_days(11).isoformat())).json()["is_valid"]
        text = editor.get(address).content.decode()
        assert "Порядок работы мастерской" in text
        assert 'id="p-2.5"' in text


def test_an_outsider_is_not_let_in(site_client, workshop):
    response = create(site_client, workshop)
    assert response.status_code in (302, 403, 404)
    assert not Edition.objects.exists()


# --- evidence ---


@pytest.mark.req("REQ-2.2")
def test_publication_leaves_evidence(workshop):
    document = make_document(content=b"scan")
    edition = make.edition(workshop, days=10, original_file=document)
    record = edition.publications.get()
    assert record.content_hash == edition.content_hash
    assert len(record.content_hash) == 64
    assert record.file_hash == hashlib.sha256(b"scan").hexdigest()
    assert record.effective_from == edition.effective_from
    assert AuditEntry.objects.filter(action="edition.published", object_id=str(edition.pk)).count() == 1
    assert OutboxMessage.objects.filter(handler="regulations.make_pdf").count() == 1


@pytest.mark.req("REQ-2.2")
def test_evidence_is_shown_on_the_page(site_client, workshop):
    edition = make.edition(workshop, days=-10)
    text = site_client.get("/dokumenty/masterskaya/").content.decode()
    assert edition.content_hash in text
    assert "стенд в мастерской" in text


@pytest.mark.req("REQ-2.2")
@pytest.mark.parametrize(
    "act",
    [
        lambda: PublicationRecord.objects.update(content_hash="0" * 64),
        lambda: PublicationRecord.objects.all().delete(),
    ],
)
def test_evidence_is_never_changed(workshop, act):
    make.edition(workshop, days=10)
    with pytest.raises(DatabaseError), transaction.atomic():
        act()


def test_every_word_counts_in_the_hash(workshop):
    edition = make.edition(workshop, days=10)
    hashes = {edition.compute_hash()}
    for field, value in (
        ("text", make.TEXT.replace("чистым", "грязным")),
        ("number", 2),
        ("approved_by", "Приказ № 2"),
    ):
        changed = Edition.objects.get(pk=edition.pk)
        setattr(changed, field, value)
        hashes.add(changed.compute_hash())
    assert len(hashes) == 4
    edition.text = edition.text.replace("\n\n", "\n")
    assert edition.compute_hash() in hashes


@pytest.mark.req("REQ-2.2")
def test_an_edition_in_force_is_not_changed(approver, workshop):
    edition = make.edition(workshop, days=-10)
    changed = form(
        effective_from=edition.effective_from,
        published_on=edition.published_on,
        published_where="стенд",
        approved_by=edition.approved_by,
        text=make.TEXT.replace("чистым", "грязным"),
        **{"action-publish": "1"},
    )
    response = approver.post(reverse("wagtailadmin_pages:edit", args=[edition.pk]), changed)
    assert "Редакция уже вступила в силу, её не меняют" in response.content.decode()
    edition.refresh_from_db()
    assert "чистым" in edition.text


def test_a_coming_edition_may_be_corrected_and_each_publication_is_recorded(workshop):
    edition = make.edition(workshop, days=10)
    edition.text = edition.text.replace("чистым", "чистым и сухим")
    edition.save_revision().publish()
    first, second = edition.publications.all()
    assert first.content_hash != second.content_hash
    assert Clause.objects.get(edition=edition, number="2.1").text == "Инструмент возвращают чистым и сухим."


def test_the_day_of_publication_survives_later_revisions(workshop):
    edition = make.edition(workshop, days=10, published_on=None, published_where="")
    first_day = edition.published_on
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        edition.get_latest_revision_as_object().save_revision().publish()
    assert Edition.objects.get(pk=edition.pk).published_on == first_day


# --- schedule ---


@pytest.mark.req("REQ-2.2")
def test_a_scheduled_edition_appears_at_its_time_with_evidence(site_client, workshop):
    edition = make.edition(workshop, days=10, published_on=None, published_where="", live=False)
    edition.go_live_at = timezone.now() + timedelta(days=2)
    edition.save_revision().publish()
    assert not PublicationRecord.objects.exists()
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        call_command("publish_scheduled", verbosity=0)
        cache.clear()
        assert Edition.objects.get(pk=edition.pk).published_on == timezone.localdate()
        assert site_client.get("/dokumenty/masterskaya/").status_code == 200
    assert PublicationRecord.objects.get().edition_id == edition.pk


@pytest.mark.req("REQ-2.2")
def test_a_schedule_that_comes_too_late_publishes_nothing_and_stops_nobody(workshop):
    edition = make.edition(workshop, days=3, published_on=None, published_where="", live=False)
    edition.go_live_at = timezone.now() + timedelta(days=2)
    edition.save_revision().publish()
    with time_machine.travel(timezone.now() + timedelta(days=5)):
        call_command("publish_scheduled", verbosity=0)
    assert not Edition.objects.get(pk=edition.pk).live
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
    assert AuditEntry.objects.filter(action="edition.publication_refused").count() == 1


# --- what stays ---


@pytest.mark.req("REQ-7.2")
def test_editions_that_were_published_are_not_deleted(workshop):
    edition = make.edition(workshop, days=-10)
    root = signed_in_client(User.objects.create_superuser("root@example.com"))
    for page in (edition, workshop, workshop.get_parent()):
        root.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert Edition.objects.live().count() == 1


@pytest.mark.req("REQ-2.2")
@pytest.mark.parametrize(("days", "live"), [(-10, True), (10, False)])
def test_only_a_coming_edition_may_be_withdrawn(approver, workshop, days, live):
    edition = make.edition(workshop, days=days)
    approver.post(reverse("wagtailadmin_pages:unpublish", args=[edition.pk]))
    edition.refresh_from_db()
    assert edition.live is live
    assert Clause.objects.exists() is live


def test_the_file_of_a_draft_is_read_by_staff_only(site_client, editor, workshop):
    document = make_document(content=b"secret")
    make.edition(workshop, days=10, original_file=document, live=False)
    assert site_client.get(document.url).status_code == 404
    assert b"".join(editor.get(document.url).streaming_content) == b"secret"


def test_the_file_of_a_published_edition_is_public(site_client, workshop):
    document = make_document(content=b"text")
    make.edition(workshop, days=10, original_file=document)
    assert b"".join(site_client.get(document.url).streaming_content) == b"text"


def test_a_new_edition_starts_from_the_last_one(editor, workshop):
    make.edition(workshop, days=-10, number=4)
    address = reverse("wagtailadmin_pages:add", args=["regulations", "edition", workshop.pk])
    text = editor.get(address).content.decode()
    assert "Инструмент возвращают чистым." in text
    assert 'name="number" value="5"' in text


# --- clauses for others ---


@pytest.mark.req("REQ-7.2")
def test_search_finds_clauses_of_editions_in_force_only(workshop):
    make.edition(workshop, days=-100, text=make.TEXT.replace("чистым", "вовремя"))
    present = make.edition(workshop, days=-10, number=2)
    make.edition(workshop, days=10, number=3, text=make.TEXT.replace("чистым", "сухим"))
    clauses = queries.searchable_clauses()
    assert {clause.edition_id for clause in clauses} == {present.pk}
    found = get_search_backend().search("потерянные инструменты", clauses)
    assert [clause.anchor for clause in found] == ["p-2.5"]


def test_edition_in_force_by_slug_and_day(workshop):
    past = make.edition(workshop, days=-100)
    present = make.edition(workshop, days=-10, number=2)
    assert queries.edition_in_force("masterskaya") == present
    assert queries.edition_in_force(workshop, on=in_days(-11)) == past
    assert queries.edition_in_force(workshop, on=in_days(-101)) is None
    assert queries.edition_in_force("net-takogo") is None


@pytest.mark.req("REQ-2.2")
def test_an_edition_takes_effect_at_midnight_in_moscow(site_client, workshop):
    make.edition(workshop, days=-10)
    make.edition(workshop, days=1, number=2)
    [[(day,)]] = queries.next_days(timezone.localdate())
    midnight = timezone.make_aware(datetime.combine(day, time()))
    assert timezone.localtime(midnight).strftime("%H:%M") == "00:00"
    for moment, number in ((midnight - timedelta(seconds=1), 1), (midnight, 2)):
        with time_machine.travel(moment, tick=False):
            assert site_client.get("/dokumenty/masterskaya/").context["edition"].number == number
            cache.clear()
