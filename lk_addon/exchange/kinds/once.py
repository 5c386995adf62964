"""A row of a file is written once. What an import took back may come again; what staff took back does not."""

from lk_addon.exchange.models import ImportRow, ImportRun


def numbers_for(keys, standing):
    """Return, by key, the number under which its row is to be written; keys whose rows stand are left out.

    ``standing(numbers)`` tells of numbers in use whether their rows stand. Numbers are used up even by rows that do
    not, so the second time a key is written under «key#2».
    """
    free, asked, turn = {}, {key: key for key in keys}, 1
    while asked:
        known = standing(list(asked.values()))
        free |= {key: number for key, number in asked.items() if number not in known}
        turn += 1
        asked = {key: f"{key}#{turn}" for key, number in asked.items() if known.get(number) is False}
    return free


def taken_back(numbers):
    """Return those of ``numbers`` that imports wrote and took back themselves."""
    if not numbers:
        return set()
    undone = ImportRow.objects.filter(run__state=ImportRun.State.UNDONE, state=ImportRow.State.UNDONE)
    rows = undone.filter(data__external_id__in=list(numbers))
    return set(rows.values_list("data__external_id", flat=True))
