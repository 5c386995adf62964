"""What makes an edition unlawful or unreadable (REQ-2.2). Each function returns errors by field."""

from itertools import product

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format

from home.regulations import notation

SAME_DAY = "Другая редакция этого регламента вступает в силу в тот же день."


def day(date):
    """Return the date as «3 марта 2026 г.»."""
    return date_format(date, "j E Y") + "\u00a0г."


def text_errors(edition):
    """Say where the text cannot be read; an empty draft is no error."""
    if not edition.text.strip():
        return {}
    try:
        notation.read(edition.text)
    except notation.NotationError as error:
        return {"text": error.messages}
    return {}


def order_errors(edition):
    """Say what is missing of the order that approved the edition (REQ-7.1, п. 7.1)."""
    errors = {}
    if not edition.approved_by.strip():
        errors["approved_by"] = "Укажите приказ, которым утверждена редакция: без него её не публикуют (п.\u00a07.1)."
    if not edition.approved_on:
        errors["approved_on"] = "Укажите дату приказа: без неё редакцию не публикуют (п.\u00a07.1 регламента)."
    return errors


def date_errors(edition):
    """Say which dates contradict each other, the schedule included."""
    return approval_date_errors(edition) | publication_date_errors(edition)


def approval_date_errors(edition):
    """Say whether the edition is approved after its publication, as far as that day is known, or after its effect."""
    approved, effective, published = edition.approved_on, edition.effective_from, edition.published_on
    if not published and edition.go_live_at:
        published = timezone.localdate(edition.go_live_at)
    if approved and published and approved > published:
        return {"approved_on": not_after(approved, published)}
    if approved and effective and not published and approved >= effective:
        return {"approved_on": "Редакцию утверждают раньше, чем она вступает в силу. Исправьте одну из дат."}
    return {}


def publication_date_errors(edition):
    """Say whether the edition is published when that is no longer or not yet possible."""
    errors = {}
    today, effective, published = timezone.localdate(), edition.effective_from, edition.published_on
    if published and published > today:
        errors["published_on"] = (
            "Дата публикации ещё не наступила. Чтобы опубликовать редакцию позже, задайте расписание публикации."
        )
    elif published and effective and published >= effective:
        errors["effective_from"] = not_before(published, effective)
    elif effective and not published and edition.go_live_at:
        planned = timezone.localdate(edition.go_live_at)
        if planned >= effective:
            errors["effective_from"] = not_before(planned, effective)
    if edition.expire_at:
        errors["effective_from"] = "Срок снятия с публикации редакции не задают: прошлые редакции остаются доступны."
    return errors


def publication_errors(edition):
    """Say why the edition must not be published today; a missing date is told by its field."""
    if not edition.effective_from:
        return {}
    if edition.approved_on and edition.approved_on > timezone.localdate():
        return {"approved_on": not_after(edition.approved_on, timezone.localdate())}
    last = edition.publications.last() if edition.pk else None
    return _appearance_errors(edition, last) or _change_errors(edition, last)


def _appearance_errors(edition, last):
    """Say why an edition that is not public must not appear; ``last`` is the record of its last publication."""
    today = timezone.localdate()
    withdrawn = last and not type(edition).objects.live().filter(pk=edition.pk).exists()
    if edition.published_where or (last and not withdrawn):
        return {}
    published = today if withdrawn else edition.published_on or today
    if published < today:
        return {"published_where": "Укажите, где редакция опубликована раньше: без этого дата не подтверждена."}
    if published >= edition.effective_from:
        return {"effective_from": not_before(published, edition.effective_from)}
    return {}


def _change_errors(edition, last):
    """Say why an edition that was published must not be published in another form."""
    today = timezone.localdate()
    if last is None or last.content_hash in hashes_before_the_order(edition):
        return {}
    if last.effective_from <= today:
        return {"text": "Редакция уже вступила в силу, её не меняют: выпустите новую редакцию."}
    if edition.effective_from <= today:
        return {"effective_from": not_before(today, edition.effective_from)}
    return {}


def hashes_before_the_order(edition):
    """Return the edition's hash and those it had while its order was not filled in: that gap may always be filled."""
    names, dates = {edition.approved_by, ""}, {edition.approved_on, None}
    return {edition.compute_hash(approved_by=name, approved_on=date) for name, date in product(names, dates)}


def not_after(approved, published):
    """Return the explanation that an approval comes too late, with both dates."""
    return (
        f"Редакцию утверждают не позже, чем публикуют: утверждение {day(approved)}, "
        f"публикация {day(published)} Исправьте дату утверждения или публикуйте позже."
    )


def not_before(published, effective):
    """Return the explanation of the rule with both dates."""
    return (
        f"Публикация должна предшествовать вступлению в силу (п.\u00a02.2 регламента): "
        f"публикация {day(published)}, вступление в силу {day(effective)} Назначьте более позднюю дату."
    )


def as_error(errors):
    """Return the errors by field as Django's exception."""
    return ValidationError(errors)
