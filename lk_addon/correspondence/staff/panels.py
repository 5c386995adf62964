"""What correspondence adds to the employee's home page and to the page of one member."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from lk_addon.cabinet.staff_tasks import StaffTask
from lk_addon.correspondence.models import (
    Notice,
    Thread,
)
from lk_addon.correspondence.queries import letters_to_register, threads_for_staff
from lk_addon.correspondence.staff.terms import soon_until, term_of

WORK = "correspondence.work_thread"
ON_PAGE = 50  # threads of one member


def correspondence_tasks(user):
    """Yield what waits for ``user``: letters without a number, terms that have passed or are near, own matters."""
    if not user.has_perm(WORK):
        return
    inbox, today = reverse("correspondence_thread_modeladmin_index"), timezone.localdate()
    waiting = letters_to_register(user).count()
    yield StaffTask(waiting, "писем членов СРО ждут регистрации", reverse("correspondence_register_many"))
    running = Q(stopped_on=None, state__in=Thread.OPEN)
    counted = (
        threads_for_staff(user)
        .order_by()
        .filter(state__in=Thread.OPEN)
        .aggregate(
            late=Count("pk", filter=running & Q(due_on__lt=today)),
            soon=Count("pk", filter=running & Q(due_on__range=(today, soon_until(today)))),
            mine=Count("pk", filter=Q(assignee=user)),
            free=Count("pk", filter=Q(assignee=None)),
        )
    )
    yield StaffTask(counted["late"], "обращений без ответа в срок", _list(inbox, term="late"), overdue=True)
    yield StaffTask(counted["soon"], "обращений: срок ответа — два рабочих дня", _list(inbox, term="soon"))
    yield StaffTask(counted["mine"], "обращений у вас в работе", _list(inbox, state="open", holder="me"))
    yield StaffTask(counted["free"], "обращений без исполнителя", _list(inbox, state="open", holder="nobody"))


def notice_tasks(user):
    """Yield notices that are written and not sent."""
    if user.has_perm("correspondence.send_notice"):
        address = f"{reverse('correspondence_notice_modeladmin_index')}?state__exact=draft"
        drafts = Notice.objects.filter(state=Notice.State.DRAFT).count()
        yield StaffTask(drafts, "уведомлений не отправлено", address)


def _list(address, **query):
    return f"{address}?{urlencode(query)}"


def correspondence_panel(request, member):
    """Return a page of the member's threads that this employee sees, the latest first, each with its term."""
    page = Paginator(threads_for_staff(request.user).filter(member=member), ON_PAGE).get_page(request.GET.get("p"))
    number = urlencode({"members": member.registration_number})
    return {
        "page": page,
        "threads": [(thread, term_of(thread)) for thread in page],
        "write_url": f"{reverse('correspondence_notice_modeladmin_create')}?{number}",
        "may_write": request.user.has_perm("correspondence.add_notice"),
    }
