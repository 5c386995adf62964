"""What mails about correspondence say, looked up when they are delivered."""

from django import template
from django.conf import settings
from django.urls import reverse

from lk_addon.correspondence.models import Thread

register = template.Library()


@register.simple_tag
def thread_letter(thread_id):
    """Return what mails about a thread may say: whose it is and where it is, nothing of what it says."""
    thread = Thread.objects.select_related("member", "department").get(pk=thread_id)
    address = reverse("correspondence_thread", urlconf=settings.ROOT_URLCONF, args=[thread.pk])
    return {
        "member": thread.member,
        "department": thread.department.name if thread.department else "СРО",
        "staff_address": settings.SITE_URL + address,
        "lk_url": settings.LK_URL,
    }
