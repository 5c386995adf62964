"""Following what members have to tell of their contracts, and whether they did (REQ-L.3; ГрК ст. 55.8 ч. 4).

A contract of the journal is told of when it is concluded, and when it is completed or terminated. The rows follow the
journal, the letters and the outages that move terms; nobody writes to them.
"""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Min, Q
from django.utils import timezone

from lk_addon.contracts.models import Contract, ContractNotice
from lk_addon.correspondence.models import Effect, Letter, Thread
from lk_addon.correspondence.unavailability import member_term
from lk_addon.registry.models import LegalTerm

TERM = LegalTerm.Code.CONTRACT_NOTICE
KINDS = ("odo_docs", "contracts")  # by which members tell
LOOK_BACK = timedelta(days=30)  # a notice of an outage may be corrected after its end
TAKEN_BACK = (Thread.State.WITHDRAWN, Thread.State.REJECTED)

Event, Role = ContractNotice.Event, Letter.Role


@transaction.atomic
def follow_contract(contract):
    """Make the rows of ``contract`` what the journal and the letters say today; part of a bigger act."""
    owed = {event: (day, due) for event, day in _events(contract) if (due := _due(day))}
    ContractNotice.objects.filter(contract=contract).exclude(event__in=owed).delete()
    for event, (day, due) in owed.items():
        letter = _letters_about(contract, event).first()
        ContractNotice.objects.update_or_create(
            contract=contract,
            event=event,
            defaults={
                "member_id": contract.member_id,
                "event_on": day,
                "due_on": due,
                "letter": letter,
                "told_on": timezone.localdate(letter.sent_at) if letter else None,
            },
        )


def follow_letter(letter):
    """Follow the contract that ``letter`` of a member tells of, where the journal has it."""
    fields, contracts = letter.fields, Contract.objects.filter(member=letter.thread.member_id)
    if fields.get("event") == Event.CONCLUDED:
        found = contracts.filter(number=fields.get("number") or "", date=fields["event_on"])
    else:
        found = contracts.filter(pk=fields.get("contract") or None)
    for contract in found:
        follow_contract(contract)


def follow_journal():
    """Follow the contracts of which something is still to be told, and those that nobody has followed: done every day.

    An outage or another production calendar may have moved the day. Returns how many there were.
    """
    since = LegalTerm.objects.filter(code=TERM).aggregate(since=Min("valid_from"))["since"]
    if since is None:
        return 0
    unfollowed = Q(notices=None, date__gte=since) | Q(closed_on__gte=since) & ~Q(
        notices__event__in=(Event.COMPLETED, Event.TERMINATED)
    )
    untold = ContractNotice.objects.filter(told_on=None, due_on__gte=timezone.localdate() - LOOK_BACK)
    rows = list(Contract.objects.filter(unfollowed | Q(pk__in=untold.values("contract"))).distinct())
    for contract in rows:
        follow_contract(contract)
    return len(rows)


def _events(contract):
    yield Event.CONCLUDED, contract.date
    if contract.is_closed:
        yield Event(contract.status), contract.closed_on


def _due(day):
    """Return until when an event of ``day`` is told, by the law of that day; None where it need not be."""
    term = LegalTerm.objects.on(day).filter(code=TERM).first()
    return member_term(term.deadline(day)).on if term else None


def _letters_about(contract, event):
    """Return the letters by which the member told of it, the first first; one that was taken back tells nothing."""
    said = Q(fields__contract=str(contract.pk))
    if event == Event.CONCLUDED:  # staff may have corrected what the letter said when they entered it
        written = Effect.objects.filter(
            content_type=ContentType.objects.get_for_model(Contract), object_id=str(contract.pk)
        )
        said = Q(fields__number=contract.number, fields__event_on=contract.date.isoformat()) | Q(
            pk__in=written.values("letter")
        )
    letters = Letter.objects.filter(
        said,
        thread__member=contract.member_id,
        thread__kind__code__in=KINDS,
        role__in=(Role.SUBMISSION, Role.CORRECTION),
        fields__event=event.value,
    )
    return letters.exclude(thread__state__in=TAKEN_BACK).order_by("sent_at", "pk")
