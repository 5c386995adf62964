"""What the journal's actions and details are called in Russian. Each app describes its own in ``journal.py``."""

from django.core.exceptions import ImproperlyConfigured

_labels = {}
_detail_labels = {}
_value_labels = {}


def describe(**labels):
    """Name actions: ``describe(member={"excluded": "член исключён"})`` names ``member.excluded``.

    Raises ImproperlyConfigured when a name is given twice.
    """
    for subject, acts in labels.items():
        for act, label in acts.items():
            action = f"{subject}.{act}"
            if _labels.setdefault(action, label) != label:
                raise ImproperlyConfigured(f"The action {action} has two names.")


def action_label(action):
    """Return the action's Russian name, or the action itself where it has none."""
    return _labels.get(action, action)


def action_choices():
    """Return pairs of action and name, by name."""
    return sorted(_labels.items(), key=lambda pair: pair[1])


def describe_details(subject="", /, **labels):
    """Name what entries tell in their data: ``describe_details(count="количество")``.

    All rooms share these words. Where one means something else, its word belongs to the subject of its actions:
    ``describe_details("level", before="прежний уровень")`` is what ``level.set`` calls it.
    Raises ImproperlyConfigured when a name is given twice.
    """
    for name, label in labels.items():
        if _detail_labels.setdefault((subject, name), label) != label:
            raise ImproperlyConfigured(f"The detail {name} of {subject or 'all subjects'} has two names.")


def detail_label(name, action=""):
    """Return what ``action`` calls the detail in Russian, or the name itself where it has none."""
    subject = action.partition(".")[0]
    return _detail_labels.get((subject, name)) or _detail_labels.get(("", name), name)


def describe_values(**labels):
    """Name the values of a detail: ``describe_values(kind={"planned": "плановые работы"})``.

    Raises ImproperlyConfigured when a value is given two names.
    """
    for name, values in labels.items():
        known = _value_labels.setdefault(name, {})
        for value, label in values.items():
            if known.setdefault(value, label) != label:
                raise ImproperlyConfigured(f"The value {value} of {name} has two names.")


def value_label(name, value):
    """Return the Russian name of a detail's value, or the value itself where it has none."""
    return _value_labels.get(name, {}).get(value, value)
