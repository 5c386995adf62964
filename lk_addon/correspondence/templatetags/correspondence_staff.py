"""What the back office's page of a thread needs."""

from django import template

register = template.Library()


@register.simple_tag
def readers(letter, labels):
    """Return who has read a letter of the SRO, and the logins of those who may act today and have not."""
    done = sorted(letter.readings.all(), key=lambda reading: reading.at)
    read = {reading.user_id for reading in done}
    return {"done": done, "waiting": [label for user, label in labels.items() if user not in read]}
