"""The card for programs: schema.org in JSON-LD, made of the same public fields."""

import json

from django.utils.safestring import mark_safe

from lk_addon.registry.public import fields

# As Django's json_script: no sign of these can end the script or begin a comment in it.
_ESCAPED = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def organization(member, *, url):
    """Return the member as JSON-LD text; a sole proprietor is a person and is not described."""
    if member.member_type not in fields.LEGAL:
        return ""
    told = {field.name: field.text(member) for field in (*fields.IDENTITY, *fields.PLACE)}
    described = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "url": url,
        "name": member.display_name,
        "legalName": told["full_name"],
        "taxID": told["inn"],
        "identifier": told["ogrn"],
        "address": told["address"],
        "telephone": told["phones"],
        "foundingDate": member.state_registration_date and member.state_registration_date.isoformat(),
    }
    text = json.dumps({name: value for name, value in described.items() if value}, ensure_ascii=False)
    return mark_safe(text.translate(_ESCAPED))  # noqa: S308 - every sign that HTML could read is escaped
