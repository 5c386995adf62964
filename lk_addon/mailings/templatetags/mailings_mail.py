"""What the letter of a mailing says, looked up when it is delivered."""

from django import template

from cms.users.models import User
from lk_addon.cabinet.addresses import cabinet_url
from lk_addon.mailings.keys import refusal_key
from lk_addon.mailings.models import Category, Mailing
from lk_addon.mailings.richtext import blocks_of

register = template.Library()


@register.simple_tag
def mailing_subject(mailing_id):
    """Return the subject."""
    return Mailing.objects.values_list("subject", flat=True).get(pk=mailing_id)


@register.simple_tag
def mailing_letter(mailing_id, user_id):
    """Return the subject, the blocks of the text, the category, and where to refuse it (empty for service letters)."""
    mailing = Mailing.objects.get(pk=mailing_id)
    said = {"subject": mailing.subject, "blocks": blocks_of(mailing.body), "category": mailing.get_category_display()}
    if mailing.category == Category.SERVICE:
        return said | {"refuse": ""}
    return said | {"refuse": cabinet_url("mailings:refuse", refusal_key(User(pk=user_id), mailing.category))}
