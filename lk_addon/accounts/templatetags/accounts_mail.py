"""What letters say, looked up when they are delivered: nothing of it waits in the mail queue."""

from django import template
from django.conf import settings
from django.urls import reverse

from lk_addon.accounts.models import EmailChange, Invitation, Mandate
from lk_addon.accounts.tokens import activation_token, email_token
from lk_addon.cabinet.addresses import cabinet_url

register = template.Library()


@register.simple_tag
def cabinet_addresses():
    """Return the addresses of both sites."""
    return {"site_url": settings.SITE_URL, "lk_url": settings.LK_URL}


@register.simple_tag
def back_office(name, *args):
    """Return the address of a page of the back office, for letters to staff."""
    return settings.SITE_URL + reverse(name, urlconf=settings.ROOT_URLCONF, args=args)


@register.simple_tag
def mandate_letter(mandate_id):
    """Return what letters about a mandate say."""
    mandate = Mandate.objects.select_related("member").get(pk=mandate_id)
    return cabinet_addresses() | {
        "member": mandate.member,
        "login_label": mandate.login_label,
        "valid_to": mandate.valid_to,
    }


@register.simple_tag
def invitation_letter(invitation_id):
    """Return what the letter of an invitation says, its link among it."""
    invitation = Invitation.objects.select_related("mandate__member").get(pk=invitation_id)
    return mandate_letter(invitation.mandate_id) | {
        "address": cabinet_url("accounts:activate", activation_token(invitation)),
        "expires_at": invitation.expires_at,
    }


@register.simple_tag
def email_letter(change_id):
    """Return what the letter to a new address says, its link among it."""
    change = EmailChange.objects.get(pk=change_id)
    return cabinet_addresses() | {
        "address": cabinet_url("accounts:confirm_email", email_token(change)),
        "expires_at": change.expires_at,
    }
