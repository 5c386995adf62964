"""What the register asks a member to see to: on the dashboard and in the calendar of duties."""

from django.db.models import Q
from django.utils import timezone

from lk_addon.cabinet.attention import Attention
from lk_addon.cabinet.duties import Duty
from lk_addon.registry.queries import suspension_of


def attention_of(request):
    """Name a suspended right, and a register without anybody in authority (REQ-1.1.e)."""
    member = request.entrance.member
    matters = []
    period = suspension_of(member)
    if period:
        text = "Устраните нарушения, из-за которых приостановлено право выполнять работы"
        matters.append(Attention("danger", text, "registry:rights", due=period.until))
    today = timezone.localdate()
    if not member.heads.filter(Q(until=None) | Q(until__gte=today), since__lte=today).exists():
        text = "Сообщите о руководителе: в реестре нет никого с действующими полномочиями"
        matters.append(Attention("warning", text, "registry:statement"))
    return matters


def duties_of(member, since, until):
    """Name the days on which the authority of a head ends, unless somebody else's goes on."""
    heads = list(member.heads.all())
    for head in heads:
        if head.until and since <= head.until <= until:
            follows = any(one.since > head.since and (one.until is None or one.until > head.until) for one in heads)
            if not follows:
                yield Duty(head.until, "Заканчиваются полномочия руководителя", "registry:organization", kind="mandate")
