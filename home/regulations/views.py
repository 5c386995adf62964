"""Pages of regulations, bound to the Wagtail page that the address belongs to."""

from datetime import date

from django.http import FileResponse, Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from cms.core import pagecache
from home.regulations import pdf as edition_pdf
from home.regulations import queries, rendering


def index(page, request):
    """List the regulations with their editions in force."""
    context = page.get_context(request)
    context |= {"base_url": page.get_url(request), "entries": queries.regulations_with_editions(page)}
    return TemplateResponse(request, page.get_template(request), context)


def current(page, request):
    """Show the edition in force today; before the first one takes effect, the coming one."""
    editions = queries.editions_shown(page)
    today = timezone.localdate()
    return _show(page, request, editions, queries.in_force(editions, today) or (editions[-1] if editions else None))


def on_day(page, request, on):
    """Show the edition in force on a day; a day before the first edition is not found, with help."""
    editions = queries.editions_shown(page)
    edition = queries.in_force(editions, on)
    if edition is None:
        context = _context(page, request, editions) | {"on": on}
        return TemplateResponse(request, "home/regulations/not_yet.html", context, status=404)
    pagecache.keep_at(request, f"{page.get_url(request)}{edition.effective_from}/")  # of all its days the first
    return _show(page, request, editions, edition)


def _show(page, request, editions, edition):
    context = _context(page, request, editions) | {"edition": edition}
    if edition:
        context["body"] = SimpleLazyObject(lambda: rendering.body(edition))
    return TemplateResponse(request, page.get_template(request), context)


def _context(page, request, editions):
    """Return what every page of a regulation shows beside its own content."""
    today = timezone.localdate()
    base_url = page.get_url(request)
    coming = [edition for edition in editions if edition.effective_from > today]
    return page.get_context(request) | {
        "base_url": base_url,
        "index_url": base_url[: -len(f"{page.slug}/")],
        "editions": queries.dates_shown(editions),
        "in_force": queries.in_force(editions, today),
        "coming": coming[-1] if coming else None,
        "today": today,
    }


def choose_changes(page, request):
    """Lead from the form with two editions to their difference."""
    try:
        old, new = sorted(date.fromisoformat(request.GET.get(name, "")) for name in ("from", "to"))
    except ValueError:
        return redirect(page.get_url(request))
    return redirect(f"{page.get_url(request)}izmeneniya/{old}/{new}/")


def changes(page, request, old, new):
    """Show what changed between the editions in force on two days."""
    editions = queries.editions_shown(page)
    before, after = queries.in_force(editions, old), queries.in_force(editions, new)
    if before is None or after is None:
        raise Http404
    days = f"{before.effective_from}/{after.effective_from}"
    pagecache.keep_at(request, f"{page.get_url(request)}izmeneniya/{days}/")
    context = _context(page, request, editions)
    context |= {"before": before, "after": after, "comparison": queries.changes_between(before, after)}
    return TemplateResponse(request, "home/regulations/changes.html", context)


def pdf(page, request, on=None):
    """Send the edition in force on the day (today by default) as PDF."""
    edition = queries.in_force(queries.editions_shown(page), on or timezone.localdate())
    if edition is None:
        raise Http404
    filename = f"{page.slug}-{edition.effective_from}.pdf"
    return FileResponse(edition_pdf.open_or_make(edition), content_type="application/pdf", filename=filename)
