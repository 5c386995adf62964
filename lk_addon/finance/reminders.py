"""What the ledger asks the member to see to: on the dashboard and in the calendar of duties."""

from lk_addon.cabinet.attention import Attention
from lk_addon.cabinet.duties import Duty
from lk_addon.cabinet.templatetags.money import rubles
from lk_addon.finance.queries import dues_of, state_in


def debt(request):
    """Ask to pay what is owed: overdue before what has still time."""
    state = state_in(request)
    if state.overdue:
        return [Attention("danger", f"Просрочена оплата взносов: {rubles(state.overdue)}", "finance:fees")]
    if state.debt:
        return [Attention("warning", f"Оплатите взносы: {rubles(state.debt)}", "finance:fees")]
    return []


def dues(member, since, until):
    """Return the days by which charged fees are to be paid."""
    for line in dues_of(member, since, until):
        name = f"{line.kind} за {line.period}" if line.period else str(line.kind)
        yield Duty(line.due_on, f"{name}: {rubles(line.amount)}", "finance:fees", kind="fee")
