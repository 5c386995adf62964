"""Regulations and editions as the public sees them."""

from datetime import timedelta

from django.utils import timezone

from home.regulations.models import Edition, Regulation, RegulationsIndexPage

TEXT = """1. ОБЩИЕ ПРАВИЛА

1.1. Порядок действует для всех посетителей мастерской.

1.2. В мастерской можно:
• работать за верстаком;
• брать инструмент:
▪ ручной;
▪ электрический.

2. ИНСТРУМЕНТ

2.1. Инструмент возвращают чистым.

2.5. Потерянный инструмент возмещают.
"""


def regulation(*, slug="masterskaya", title="Порядок работы мастерской", **fields):
    """Make a published regulation below /dokumenty/ of the prepared site."""
    index = RegulationsIndexPage.objects.get()
    page = index.add_child(instance=Regulation(slug=slug, title=title, **fields))
    page.save_revision().publish()
    return page


def edition(parent, *, days=0, number=1, text=TEXT, live=True, **fields):
    """Make an edition of ``parent`` in force from so many days after today.

    It is published a month before that, or today, and approved ten days earlier.
    """
    today = timezone.localdate()
    effective = today + timedelta(days=days)
    published = min(today, effective - timedelta(days=30))
    fields = {
        "effective_from": effective,
        "published_on": published,
        "published_where": "стенд в мастерской",
        "approved_by": "Приказ № 1",
        "approved_on": published - timedelta(days=10),
    } | fields
    page = parent.add_child(instance=Edition(number=number, text=text, live=False, **fields))
    revision = page.save_revision()
    if live:
        page.publish(revision, source="тест")
    return Edition.objects.get(pk=page.pk)
