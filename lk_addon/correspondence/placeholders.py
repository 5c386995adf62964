"""What may stand in braces in a template of an answer, and what it becomes."""

import re

from django.core.exceptions import ValidationError
from django.utils import timezone

BRACES = re.compile(r"\{([^{}\n]*)\}")

#: Name → what it stands for, as the back office explains it.
PLACEHOLDERS = {
    "организация": "сокращённое наименование члена СРО",
    "номер в реестре": "регистрационный номер члена СРО",
    "номер письма": "входящий номер письма, а пока его нет — номер приёма",
    "дата письма": "день отправки письма",
    "исходящий номер": "исходящий номер, который указал член СРО",
    "тема": "тема обращения",
    "вид": "вид обращения или документа",
    "отдел": "отдел, который отвечает",
    "срок": "день, до которого отвечает СРО",
    "сегодня": "сегодняшний день",
}
EXAMPLE = {
    "организация": "ООО «Пример»",
    "номер в реестре": "0901",
    "номер письма": "Вх-17/2026",
    "дата письма": "12.03.2026",
    "исходящий номер": "45-А",
    "тема": "О порядке уплаты взносов",
    "вид": "Остальные обращения",
    "отдел": "Канцелярия",
    "срок": "02.04.2026",
    "сегодня": "16.03.2026",
}


def check_placeholders(text):
    """Raise ValidationError for a name in braces that is not known."""
    unknown = sorted({name for name in BRACES.findall(text) if name.strip().lower() not in PLACEHOLDERS})
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        raise ValidationError(f"Неизвестно, что подставить: {', '.join(unknown)}. Можно: {known}.", code="unknown")


def filled(text, values):
    """Return ``text`` with ``values`` in the place of their names in braces; what has no value stays as it is."""
    return BRACES.sub(lambda found: values.get(found[1].strip().lower(), found[0]), text)


def values_of(thread, letter):
    """Return what the placeholders stand for in an answer to ``letter`` (None in a thread that the SRO began)."""
    registration = getattr(letter, "registration", None)
    return {
        "организация": thread.member.display_name,
        "номер в реестре": thread.member.registration_number,
        "номер письма": registration.number if registration else getattr(letter, "number", ""),
        "дата письма": f"{timezone.localtime(letter.sent_at):%d.%m.%Y}" if letter else "",
        "исходящий номер": getattr(letter, "outgoing_no", "") or "б/н",
        "тема": thread.subject,
        "вид": thread.kind.title if thread.kind else "",
        "отдел": thread.department.name if thread.department else "СРО",
        "срок": f"{thread.due_on:%d.%m.%Y}" if thread.due_on else "",
        "сегодня": f"{timezone.localdate():%d.%m.%Y}",
    }
