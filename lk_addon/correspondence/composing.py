"""A submission on its way, as the form page shows it: its kind and terms, what was typed, its files and signatures."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.functional import cached_property

from lk_addon.correspondence.forms.acts import FILES, SIGNATURE, typed_again
from lk_addon.correspondence.forms.answer import AnswerForm
from lk_addon.correspondence.kinds import form_of
from lk_addon.correspondence.models import DraftFile, Letter
from lk_addon.correspondence.rules import missing_to_send
from lk_addon.files.accepted import SIGNATURES
from lk_addon.signatures.models import SignatureCheck
from lk_addon.signatures.queries import last_checks

Verdict = SignatureCheck.Verdict
TONES = {Verdict.VALID: "good", Verdict.INVALID: "bad", Verdict.INDETERMINATE: "soon", Verdict.PENDING: "past"}


class SignedBy(NamedTuple):
    """A signature's file with its last check, which may not have been asked for yet."""

    row: object  # DraftFile or AttachedSignature
    check: SignatureCheck | None

    @property
    def is_pending(self):
        """Whether the verdict is still to come."""
        return self.check is None or self.check.verdict == Verdict.PENDING

    @property
    def label(self):
        """The verdict in words."""
        return (Verdict.PENDING.label if self.check is None else self.check.get_verdict_display()).capitalize()

    @property
    def tone(self):
        """The kind of mark that the verdict gets."""
        return TONES[Verdict.PENDING if self.check is None else self.check.verdict]


class Document(NamedTuple):
    """A file with its signatures."""

    row: object  # DraftFile or Attachment
    signatures: list[SignedBy]

    @property
    def signature_field(self):
        """The name under which the uploader beside a draft's file sends a signature of it."""
        return f"{SIGNATURE}{self.row.pk}"


class Place(NamedTuple):
    """Where files are put: an item of the kind's own list, or simply the letter; and what lies there."""

    item: object | None
    field: str
    documents: list[Document]


def with_checks(rows):
    """Return a :class:`Document` for each of ``rows`` (signatures prefetched); one query for all checks."""
    checks = last_checks([one.file_id for row in rows for one in row.signatures.all()])
    return [Document(row, [SignedBy(one, checks.get(one.file_id)) for one in row.signatures.all()]) for row in rows]


class Composition:
    """What the form page of one draft shows; the draft may not have been kept yet."""

    def __init__(self, *, draft, entrance, initial=None, data=None, sending=False):
        self.draft, self.kind, self.entrance = draft, draft.kind, entrance
        self.terms = self.kind.terms()
        form_class = form_of(self.kind.code).form if draft.role != Letter.Role.ANSWER else AnswerForm
        options = {"member": draft.member, "terms": self.terms}
        if sending:
            self.form = form_class(data, **options)
        else:
            self.form = form_class(initial=initial, **options)
            if data is not None:
                self.form.show_typed(data)
            elif draft.fields:
                self.form.show_typed(typed_again(draft.fields))

    @property
    def template(self):
        """The template of the page."""
        if self.draft.role == Letter.Role.ANSWER:
            return "lk_addon/correspondence/form.html"
        return form_of(self.kind.code).template

    @property
    def is_kept(self):
        """Whether the draft is in the database."""
        return not self.draft._state.adding

    @property
    def address(self):
        """Where the page's form is sent to."""
        if self.is_kept:
            return reverse("correspondence:draft", args=[self.draft.pk])
        return reverse(self.kind.address_name, args=[self.kind.code])

    @cached_property
    def missing_permissions(self):
        """The permissions in words that the one who looks lacks to send it; empty for who may."""
        words_alone = self.draft.role == Letter.Role.ANSWER and not self.documents  # an answer without a document
        is_signed = self.terms.is_signature_required and not words_alone
        return missing_to_send(self.entrance, self.kind, is_signed=is_signed)

    @property
    def files_label(self):
        """What the uploader of the letter itself is called."""
        wanted = self.kind.files_wanted and self.draft.role != Letter.Role.ANSWER
        return "Документы (обязательно)" if wanted else "Приложить файлы"

    @property
    def signature_extensions(self):
        """What files of signatures are called."""
        return SIGNATURES

    @cached_property
    def documents(self):
        """The files, each with its signatures and their last checks: three queries, however many there are."""
        if not self.is_kept:
            return []
        rows = DraftFile.objects.filter(draft=self.draft, signs=None).select_related("file")
        return with_checks(list(rows.prefetch_related("signatures__file")))

    @property
    def places(self):
        """The :class:`Place` rows: of the kind's own items, and last the letter itself, where it takes any file."""
        items = {item.code: Place(item, f"{FILES}:{item.code}", []) for item in self.form.items()}
        rest = Place(None, FILES, [])
        for document in self.documents:
            items.get(document.row.item, rest).documents.append(document)
        has_rest = self.form.HAS_LOOSE_FILES or rest.documents
        return [*items.values(), rest] if has_rest else [*items.values()]

    @property
    def missing(self):
        """The items that are asked for and have no file yet."""
        return [place.item for place in self.places if place.item and place.item.is_wanted and not place.documents]

    @property
    def unsigned(self):
        """The files that have no signature yet."""
        return [document for document in self.documents if not document.signatures]

    @property
    def is_checking(self):
        """Whether a verdict is still to come."""
        return any(one.is_pending for document in self.documents for one in document.signatures)
