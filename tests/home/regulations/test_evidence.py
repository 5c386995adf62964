"""Every publication leaves evidence that nobody changes."""

import hashlib
from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.formats import date_format

from cms.audit.models import AuditEntry
from cms.outbox.models import OutboxMessage
from cms.users.groups import APPROVERS
from home.regulations.models import Clause, Edition, PublicationRecord
from tests.factories import regulations as make
from tests.factories.files import make_document
from tests.home.regulations.edition_form import change, in_days

pytestmark = pytest.mark.django_db


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
def test_publication_from_the_form_of_an_edition_leaves_evidence_each_time(approver, workshop):
    draft = make.edition(workshop, days=10, published_on=None, published_where="", live=False)
    for text in (make.TEXT, make.TEXT.replace("чистым", "сухим")):
        change(approver, draft, text=text, **{"action-publish": "1"})
        draft.refresh_from_db()
        record = draft.publications.last()
        assert record.content_hash == draft.content_hash
        assert record.actor.groups.get().name == APPROVERS
        assert Clause.objects.get(edition=draft, number="2.1").text in text
    assert draft.publications.count() == 2
    assert AuditEntry.objects.filter(action="edition.published", actor_id=record.actor_id).count() == 2
    assert OutboxMessage.objects.filter(handler="regulations.make_pdf").count() == 2


@pytest.mark.req("REQ-2.2")
def test_evidence_is_shown_on_the_page(site_client, workshop):
    edition = make.edition(workshop, days=-10)
    text = site_client.get("/dokumenty/masterskaya/").content.decode()
    assert edition.content_hash in text
    assert "стенд в мастерской" in text
    assert "Приказ № 1" in text
    assert date_format(edition.approved_on, "j E Y") in text


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
        ("approved_on", in_days(-41)),
    ):
        changed = Edition.objects.get(pk=edition.pk)
        setattr(changed, field, value)
        hashes.add(changed.compute_hash())
    assert len(hashes) == 5
    edition.text = edition.text.replace("\n\n", "\n")
    assert edition.compute_hash() in hashes


@pytest.mark.req("REQ-2.2")
def test_an_edition_in_force_is_not_changed(approver, workshop):
    edition = make.edition(workshop, days=-10)
    response = change(approver, edition, text=make.TEXT.replace("чистым", "грязным"), **{"action-publish": "1"})
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
