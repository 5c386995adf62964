"""«Выдать сведения из реестра»: the generated document goes with the answer (REQ-3.1.R6, REQ-3.2.2.N1)."""

from django.core.files.base import ContentFile

from lk_addon.correspondence.domain.effects import note_effect
from lk_addon.correspondence.kinds import Decision
from lk_addon.files.domain.storing import storing
from lk_addon.registry.extracts.domain import issue_extract
from lk_addon.registry.models import Extract


def issue(*, letter, actor):
    """Issue «Сведения из реестра (справочно)» of the member as they stand now; returns its file.

    Raises ValidationError as :func:`issue_extract` does: too many within an hour, or the seal cannot be put.
    """
    member = letter.thread.member
    extract = issue_extract(member=member, way=Extract.Way.STAFF, actor=actor)
    note_effect(letter=letter, row=extract, said=f"Сведения из реестра {extract}")
    with extract.file.open("rb") as file:
        paper = ContentFile(file.read(), name=f"Сведения из реестра {extract.number}.pdf")
    with storing([paper], member=member, actor=actor) as files:
        return files


ISSUE = Decision(
    code="issue_extract",
    label="Выдать сведения из реестра",
    act=issue,
    permission="registry.add_extract",
    explanation=(
        "Составится PDF «Сведения из реестра (справочно)» на этот момент, с номером и кодом проверки, "
        "и уйдёт с ответом. Выписку из единого реестра выдаёт национальное объединение: её "
        "приложите к обычному ответу."
    ),
)
