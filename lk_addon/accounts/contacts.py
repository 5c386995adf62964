"""When a representative is asked whether the contacts are still right (REQ-2.1.f, REQ-4.9)."""

from datetime import timedelta

from django.utils import timezone

from lk_addon.accounts.models import ContactState
from lk_addon.cabinet.attention import Attention

GOOD_FOR = timedelta(days=365)


def contact_state(user):
    """Return what is known of the user's contacts; an unsaved row where nothing is."""
    return ContactState.objects.filter(user=user).first() or ContactState(user=user)


def confirmation_due(state):
    """Say whether a year has gone by since the contacts were confirmed, or the account was made."""
    return timezone.now() - (state.confirmed_at or state.user.date_joined) > GOOD_FOR


def what_to_see_to(request):
    """Return what the dashboard asks for: contacts that fail, or that were not confirmed for a year."""
    if request.entrance.looking_in:
        return []
    state = contact_state(request.user)
    if state.failed_at:
        return [Attention("danger", "Письма СРО не доходят: укажите новый адрес почты", "accounts:account")]
    if confirmation_due(state):
        return [Attention("warning", "Подтвердите, что ваши почта и телефон не изменились", "accounts:account")]
    return []
