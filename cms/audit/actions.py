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


def describe_details(**labels):
    """Name what entries tell in their data: ``describe_details(count="количество")``."""
    _detail_labels.update(labels)


def detail_label(name):
    """Return the detail's Russian name, or the name itself where it has none."""
    return _detail_labels.get(name, name)


def describe_values(**labels):
    """Name the values of a detail: ``describe_values(kind={"planned": "плановые работы"})``."""
    for name, values in labels.items():
        _value_labels.setdefault(name, {}).update(values)


def value_label(name, value):
    """Return the Russian name of a detail's value, or the value itself where it has none."""
    return _value_labels.get(name, {}).get(value, value)
