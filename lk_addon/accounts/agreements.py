"""Which documents a representative must have agreed to, and what of them is new to this one (REQ-2.1, REQ-2.2)."""

from dataclasses import dataclass
from typing import Any

from home.regulations.queries import changed_clauses, edition_in_force
from lk_addon.accounts.models import Consent
from lk_addon.accounts.rules import may_enter

#: The slug of the regulation behind each consent that the cabinet demands.
DEMANDED = {Consent.Kind.REGULATION: "lichnyy-kabinet", Consent.Kind.PERSONAL_DATA: "soglasie-pdn"}
ASKED = "agreements_asked"  # in the session: somebody came in who has not agreed to an edition in force


@dataclass(frozen=True)
class Asked:
    """An edition in force that somebody has not agreed to; ``accepted`` is the one they did agree to, or None."""

    kind: str
    edition: Any
    accepted: Any = None

    @property
    def changes(self):
        """The clauses whose words changed since the edition that was accepted, as the public comparison has them."""
        return changed_clauses(self.accepted, self.edition) if self.accepted else []


def editions_demanded():
    """Return the edition in force of each document demanded, None where there is none."""
    return {kind: edition_in_force(slug) for kind, slug in DEMANDED.items()}


def asked_of(user):
    """Return an :class:`Asked` for each document whose edition in force ``user`` has not agreed to.

    A document without an edition in force is not asked for: there is nothing to read.
    """
    accepted = {}
    given = Consent.objects.filter(user=user, kind__in=DEMANDED, withdrawn_at=None).select_related("edition")
    for consent in given.order_by("given_at", "pk"):
        accepted[consent.kind] = consent.edition
    return [
        Asked(kind, edition, accepted.get(kind))
        for kind, edition in editions_demanded().items()
        if edition and edition != accepted.get(kind)
    ]


def consents_in_force(user):
    """Return the kinds of consent that ``user`` has given and not withdrawn."""
    return set(Consent.objects.filter(user=user, withdrawn_at=None).values_list("kind", flat=True))


def note_what_is_asked(request):
    """After sign-in, note in the session whether there is something to agree to before anything else.

    Who is inside when an edition comes into force is asked at the next sign-in: nobody loses a form by it.
    """
    if may_enter(request.user) and asked_of(request.user):
        request.session[ASKED] = True


def history_of(user):
    """Return pairs of each consent of ``user``, the latest first, and whether a later one took its place."""
    seen, pairs = set(), []
    for consent in Consent.objects.filter(user=user).select_related("edition").order_by("-given_at", "-pk"):
        pairs.append((consent, consent.kind in seen))
        seen.add(consent.kind)
    return pairs
