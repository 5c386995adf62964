"""The application for access on paper, blank or with what the public register shows of the member (REQ-1.3.a)."""

import hashlib

from django.core.cache import cache

from cms.core.models import Organization
from cms.core.pdf import render_pdf
from lk_addon.accounts.models import Permission
from lk_addon.registry.identifiers import clean_identifier
from lk_addon.registry.models import Member

TEMPLATES = ("lk_addon/accounts/paper/application.html", "lk_addon/accounts/paper/application.css")
CACHE_SECONDS = 60 * 60
VERSION = 3  # of the templates: raised when they change


def find_member(number, inn):
    """Return the acting member with exactly this register number (zeros before it do not count) and ИНН, or None."""
    number, inn = clean_identifier(number), clean_identifier(inn)
    if not number.isdecimal() or not inn:
        return None
    same = {number, number.lstrip("0"), number.zfill(4)}
    return Member.objects.acting().filter(registration_number__in=same, inn=inn).first()


def public_facts(member):
    """Return what of ``member`` the form shows: the public register tells it to everybody.

    Of a sole proprietor it tells where the work is done, never the home address.
    """
    person = member.member_type == Member.Type.IP
    heads = member.current_heads()
    return {
        "name": member.full_name,
        "number": member.registration_number,
        "inn": member.inn,
        "ogrn": member.ogrn,
        "ogrn_title": "ОГРНИП" if person else "ОГРН",
        "address": member.activity_address if person else member.address,
        "head_position": heads[0].position if heads else "",
        "head_name": heads[0].full_name if heads else "",
    }


def application_pdf(member=None):
    """Return the form as PDF, blank without ``member``; what was made within the hour is not made again."""
    context = {
        "organization": Organization.objects.first() or Organization(),
        "facts": public_facts(member) if member else {},
        "permissions": [permission.label for permission in Permission],
    }
    said = repr(
        (VERSION, str(context["organization"]), context["organization"].address, sorted(context["facts"].items()))
    )
    key = f"accounts:application:{hashlib.sha256(said.encode()).hexdigest()}"
    return cache.get_or_set(key, lambda: render_pdf(*TEMPLATES, context), CACHE_SECONDS)
