"""What the form page sends is taken in: the text first, then files, then their signatures are asked about."""

from typing import NamedTuple

from django.core.exceptions import ValidationError

from lk_addon.correspondence.domain import drafts
from lk_addon.correspondence.forms.acts import ActForm, typed_again, typed_in, uploaded_in
from lk_addon.correspondence.models import Draft, DraftFile
from lk_addon.files.models import StoredFile


class Taken(NamedTuple):
    """The draft as it is now, what the button says, and why files were refused."""

    draft: Draft
    act: str
    problems: list[str]


def take(*, draft, data, actor):
    """Keep what came from the page, each part by itself: a file that is refused costs no word of the text.

    Raises ValidationError when somebody else has saved the draft meanwhile, ObjectDoesNotExist for a draft that is
    there no more and for files that are not the member's or not of the draft.
    """
    _id, version, act = ActForm(data).read()
    if act == "keep":
        version = draft.version
    draft = drafts.save_draft(draft=draft, fields=typed_in(data), version=version)
    problems = _put_files(draft, uploaded_in(data))
    if act.startswith("remove-"):
        drafts.remove_file(draft=draft, file=draft.files.get(pk=act.removeprefix("remove-")))
    signatory = typed_again(draft.fields).get("signatory_name", "").strip()
    drafts.ask_checks(draft=draft, signatory_name=signatory[:300], actor=actor)
    return Taken(draft, act, problems)


def _put_files(draft, uploaded):
    problems = []
    for file_id, item, signed in uploaded:
        try:
            file = StoredFile.objects.get(pk=file_id, member=draft.member)
        except ValidationError as error:  # not the form of an id
            raise StoredFile.DoesNotExist from error
        signs = DraftFile.objects.get(pk=signed, draft=draft, signs=None) if signed else None
        try:
            drafts.add_file(draft=draft, file=file, item=item, signs=signs)
        except ValidationError as error:
            problems += [f"«{file.name}»: {problem}" for problem in error.messages]
    return problems
