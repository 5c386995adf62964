"""As whom a request enters the cabinet, and the trace that staff leave who look at a member's."""

from django.utils import timezone

from cms.audit import domain as audit
from lk_addon.accounts.models import Permission
from lk_addon.accounts.queries import mandates_in_force
from lk_addon.accounts.rules import may_look_in
from lk_addon.cabinet.access import Entrance
from lk_addon.registry.models import Member

SESSION_KEY = "member"  # the register number of the member in view
NOTED = "look_noted"  # in the session of staff: at whose cabinet they looked last, and on which day
STAFF_LABEL = "Сотрудник СРО"


def find_entrance(request):
    """Return the :class:`Entrance` of the request's user as things stand now, or None when there is none."""
    if not request.user.is_authenticated:
        return None
    chosen = request.session.get(SESSION_KEY)
    mandates = list(mandates_in_force(request.user))
    if mandates:
        mandate = next((one for one in mandates if one.member.registration_number == chosen), mandates[0])
        members = tuple(one.member for one in mandates)
        return Entrance(
            login_label=mandate.login_label, member=mandate.member, members=members, permissions=mandate.granted
        )
    if may_look_in(request.user):
        member = Member.objects.filter(registration_number=chosen).first() if chosen else None
        return Entrance(
            login_label=STAFF_LABEL, member=member, looking_in=True, permissions=frozenset({Permission.SEE.value})
        )
    return None


def note_look(request):
    """Keep in the journal that an employee looks at the cabinet of the member in view: once for a member and day.

    What shows more than a member's own data, such as a document of a specialist, is noted each time where it is given.
    """
    member = request.entrance.member
    look = [member.registration_number, timezone.localdate().isoformat()]
    if request.session.get(NOTED) != look:
        audit.record("cabinet.viewed_by_staff", actor=request.user, obj=member, number=member.registration_number)
        request.session[NOTED] = look
