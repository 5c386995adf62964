"""One's own contacts on a page: masked, with what may be done about them."""

from django import template

from lk_addon.accounts.contacts import confirmation_due, contact_state
from lk_addon.accounts.masking import masked_email, masked_phone
from lk_addon.accounts.models import EmailChange

register = template.Library()


@register.inclusion_tag("lk_addon/accounts/own_contacts.html", takes_context=True)
def own_contacts(context):
    """Show the contacts of the request's user; staff looking in see their own and change none here."""
    request = context["request"]
    user, state = request.user, contact_state(request.user)
    change = EmailChange.objects.filter(user=user, confirmed_at=None, revoked_at=None).first()
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "email": masked_email(user.email),
        "phone": masked_phone(user.phone),
        "state": state,
        "due": confirmation_due(state),
        "change": change if change and change.is_open() else None,
        "new_email": change and masked_email(change.email),
        "may_change": not request.entrance.looking_in,
    }
