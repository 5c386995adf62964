"""One rule for every term of correspondence: working days, begun on the next day, stopped while the member answers."""

from cms.workdays.queries import add_workdays, next_workday, workdays_between


def answer_due(terms, sent_on):
    """Return the day until which the SRO answers what was sent on ``sent_on`` (ГК РФ ст. 191, 193)."""
    return add_workdays(sent_on, terms.answer_workdays)


def member_due(terms, event_on):
    """Return the day until which the member has to tell of an event; None where there is no term or no event."""
    if terms.member_workdays is None or event_on is None:
        return None
    return add_workdays(event_on, terms.member_workdays)


def moved_due(due_on, stopped_on, today):
    """Return the SRO's day after its clock stood still from ``stopped_on`` to ``today``: as many working days later."""
    stood = workdays_between(stopped_on, today)
    return add_workdays(due_on, stood) if stood > 0 else next_workday(due_on)
