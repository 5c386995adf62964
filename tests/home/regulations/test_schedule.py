"""A scheduled edition appears at its time, or not at all."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Revision

from cms.audit.models import AuditEntry
from home.regulations.models import Edition, PublicationRecord
from tests.factories import regulations as make

pytestmark = pytest.mark.django_db


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
