"""Files, drafts and letters between members and the SRO."""

import hashlib

from django.core.files.base import ContentFile
from django.utils import timezone

from lk_addon.correspondence.domain.drafts import add_file, begin_draft
from lk_addon.correspondence.domain.sending import send
from lk_addon.correspondence.kinds import form_of
from lk_addon.correspondence.models import SubmissionKind
from lk_addon.files.models import StoredFile
from tests.factories.files import PDF


def stored_file(member, *, name="письмо.pdf", content=PDF, scan=StoredFile.Scan.CLEAN, user=None):
    """A file of ``member`` that came in whole."""
    return StoredFile.objects.create(
        member=member,
        file=ContentFile(content, name=name),
        name=name,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        media_type="application/pdf",
        scan=scan,
        scanned_at=timezone.now(),
        created_by=user,
    )


#: What the kinds ask for that cannot be sent without it.
USUAL = {
    "extract": {"document": "ours", "purpose": "для банка", "delivery": "cabinet"},
    "accounting": {"document": "invoice", "delivery": "cabinet"},
    "level_change": {"fund": "odo", "number": "2"},
    "right_change": {"wish": "right_grant", "category": "dangerous"},
    "letter": {"letter_kind": "other"},
}


def kind_of(code="general"):
    """The kind of that code."""
    return SubmissionKind.objects.get(code=code)


def draft(user, member, *, code="general", label="NSS-0901-1", files=(), **options):
    """Something that ``user`` has begun to write for ``member``."""
    begun = begin_draft(member=member, kind=kind_of(code), author_label=label, actor=user, **options)
    for file in files:
        add_file(draft=begun, file=file)
    return begun


def filled_form(member, *, code="general", **values):
    """The valid form of a kind."""
    kind = kind_of(code)
    data = {"subject": "О порядке уплаты взносов", "text": "Просим разъяснить порядок."}
    data |= USUAL.get(code, {}) | values
    form = form_of(code).form(data, member=member, terms=kind.terms())
    assert form.is_valid(), form.errors
    return form


def sent_letter(user, member, *, code="general", label="NSS-0901-1", files=(), **values):
    """A letter of ``member``, sent through the cabinet."""
    begun = draft(user, member, code=code, label=label, files=files)
    return send(draft_id=begun.pk, form=filled_form(member, code=code, **values), author_label=label, actor=user)
