"""What correspondence tells the dashboard, the calendar of duties and the menu."""

from django.db.models import Count, Q
from django.utils import timezone

from cms.core.request_memory import once
from lk_addon.cabinet.attention import Attention
from lk_addon.cabinet.duties import Duty
from lk_addon.correspondence.models import Letter, Thread
from lk_addon.correspondence.queries import FIRST_NUMBER, drafts_of, threads_of, unread_by
from lk_addon.correspondence.rules import may_write
from lk_addon.correspondence.unavailability import member_term

SHOWN = 5  # of unread letters on the dashboard, and of drafts among what there is to do


def matters(request):
    """Return what waits for the member: questions of the SRO, and drafts for those who may go on with them."""
    entrance, today = request.entrance, timezone.localdate()
    found = []
    for thread in threads_of(entrance.member).filter(state=Thread.State.NEED_INFO):
        term = member_term(thread.member_due_on)
        is_late = term is not None and term.on < today
        text = f"СРО ждёт ответа: «{thread.subject}»"
        found.append(
            Attention(
                "danger" if is_late else "warning",
                text,
                "correspondence:thread",
                (thread.pk,),
                due=term and term.on,
            )
        )
    if may_write(entrance):
        for draft in drafts_of(entrance.member)[:SHOWN]:
            found.append(Attention("info", f"Не отправлено: {draft.kind}", "correspondence:draft", (draft.pk,)))
    return found


def duties_of(member, since, until):
    """Yield the days until which the member answers the SRO's questions; a title says no subject, it leaves here."""
    asked = threads_of(member).filter(state=Thread.State.NEED_INFO, member_due_on__lte=until)
    for thread in asked.annotate(number=FIRST_NUMBER):
        on = member_term(thread.member_due_on).on
        if since <= on <= until:
            title = f"Ответить СРО по обращению №\u00a0{thread.number}"
            yield Duty(on, title, "correspondence:thread", (thread.pk,), "request")


def unread_tile(request):
    """Return what the dashboard shows as «Непрочитанное»."""
    unread = unread_by(request.user, request.entrance.member).select_related("thread").order_by("-sent_at", "-pk")
    found = list(unread[: SHOWN + 1])
    return {"unread": found[:SHOWN], "more": len(found) > SHOWN}


def unread_counts(request):
    """Return how many notices and how many other letters of the SRO this person has not opened; asked once a page."""
    is_notice = Q(role=Letter.Role.NOTICE)
    unread = unread_by(request.user, request.entrance.member)
    return once(
        "unread letters",
        lambda: unread.aggregate(notices=Count("pk", filter=is_notice), answers=Count("pk", filter=~is_notice)),
    )


def count_notices(request):
    """Return the number for the line «Уведомления»."""
    return unread_counts(request)["notices"]


def count_answers(request):
    """Return the number for the line «Переписка»."""
    return unread_counts(request)["answers"]
