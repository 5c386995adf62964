"""The demonstration has letters of control to look at, and is safe to repeat."""

import pytest
from django.core.management import call_command

from lk_addon.correspondence.models import Letter, Thread
from lk_addon.supervision.models import AnnualReport, RequestedDocument

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("prepared_site"), pytest.mark.req("REQ-3.2.2")]


@pytest.mark.parametrize("today", ["2026-11-22", "2027-01-05", "2027-06-30"])
def test_documents_of_control_are_sent_once_and_reach_what_they_are_about(time_machine, today):
    time_machine.move_to(f"{today} 12:00 +0300")
    call_command("demo", verbosity=0)
    threads = Thread.objects.filter(member__registration_number="0901", kind__section="document")
    assert set(threads.values_list("kind__code", flat=True)) == {"annual_report", "inspection_docs", "insurance_doc"}
    report = AnnualReport.objects.get(versions__letter__thread__in=threads)
    assert report.state == AnnualReport.State.SUBMITTED
    documents = Letter.objects.get(thread__kind__code="inspection_docs")
    item = RequestedDocument.objects.get(pk=documents.attachments.get().item)
    assert item.state == RequestedDocument.State.RECEIVED
    assert [item.name, f"«{documents.attachments.get().file.name}»"] in documents.shown
    before = Letter.objects.count()
    call_command("demo", verbosity=0)
    assert Letter.objects.count() == before
