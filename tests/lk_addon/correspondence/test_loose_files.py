"""What was uploaded and went with no letter does not stay for ever (REQ-3.2)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.audit.models import AuditEntry
from lk_addon.correspondence.domain.drafts import discard_draft
from lk_addon.correspondence.domain.loose_files import clear_loose_files
from lk_addon.files.models import StoredFile
from lk_addon.signatures.domain.checking import request_check
from tests.factories.correspondence import draft, sent_letter, stored_file

pytestmark = pytest.mark.req("REQ-3.2")

LATER = timedelta(days=3)


def test_files_of_a_discarded_draft_go_with_their_bytes_and_all_others_stay(scene, django_capture_on_commit_callbacks):
    loose = stored_file(scene.north, name="Лишний.pdf")
    sent, begun, ours = stored_file(scene.north), stored_file(scene.north), stored_file(None)
    document, signature = stored_file(scene.north), stored_file(scene.north, name="подпись.sig")
    sent_letter(scene.member, scene.north, files=[sent])
    draft(scene.member, scene.north, files=[begun])
    discard_draft(draft=draft(scene.member, scene.north, files=[loose]), actor=scene.member)
    request_check(
        document=document,
        signature=signature,
        member=scene.north,
        signatory_name="",
        reference_time=timezone.now(),
    )
    assert clear_loose_files() == 0, "a page may still be open"
    with django_capture_on_commit_callbacks(execute=True):
        assert clear_loose_files(timezone.now() + LATER) == 1
    assert set(StoredFile.objects.all()) == {sent, begun, ours, document, signature}
    assert not loose.file.storage.exists(loose.file.name)
    assert sent.file.storage.exists(sent.file.name)
    assert AuditEntry.objects.filter(action="file.cleared", object_id=str(loose.pk)).count() == 1
