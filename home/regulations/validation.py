"""What makes an edition unlawful or unreadable (REQ-2.2). Each function returns errors by field."""

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


def date_errors(edition):
    """Say which dates contradict each other, the schedule included."""
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
    today = timezone.localdate()
    last = edition.publications.last() if edition.pk else None
    withdrawn = last and not type(edition).objects.live().filter(pk=edition.pk).exists()
    if (last is None or withdrawn) and not edition.published_where:
        published = today if withdrawn else edition.published_on or today
        if published < today:
            return {"published_where": "Укажите, где редакция опубликована раньше: без этого дата не подтверждена."}
        if published >= edition.effective_from:
            return {"effective_from": not_before(published, edition.effective_from)}
    if last and last.content_hash != edition.compute_hash():
        if last.effective_from <= today:
            return {"text": "Редакция уже вступила в силу, её не меняют: выпустите новую редакцию."}
        if edition.effective_from <= today:
            return {"effective_from": not_before(today, edition.effective_from)}
    return {}


def not_before(published, effective):
    """Return the explanation of the rule with both dates."""
    return (
        f"Публикация должна предшествовать вступлению в силу (п.\u00a02.2 регламента): "
        f"публикация {day(published)}, вступление в силу {day(effective)} Назначьте более позднюю дату."
    )


def as_error(errors):
    """Return the errors by field as Django's exception."""
    return ValidationError(errors)
