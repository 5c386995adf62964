"""One page of the back office about one member: tabs that every app adds to, and what may be done.

An app registers a :class:`Panel` in its ``lk_setup.py``. Only the tab that is asked for is reckoned.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from lk_addon.registry.models import Member


@dataclass(frozen=True)
class Panel:
    """A tab: a unique name, its title, its place, a template, ``context(request, member)`` and who may see it.

    The template is a part of the page: it may use Wagtail's admin components. ``permission`` is one permission
    («finance.view_movement»), empty for everybody who may see the register.
    """

    name: str
    title: str
    order: int
    template: str
    context: Callable
    permission: str = ""


@dataclass(frozen=True)
class Act:
    """A button of the page: what it says, the URL name of an act upon a member, who may, and when it makes sense."""

    url_name: str
    label: str
    permission: str
    order: int
    applies: Callable = bool
    dangerous: bool = False


_panels = {}
_acts = {}


def register_panel(panel):
    """Add a tab. Raises ValueError when ``panel.name`` is there already."""
    _add(_panels, panel.name, panel)


def register_act(act):
    """Add a button; ``act.applies(member)`` says whether it is offered. Raises ValueError for a second one."""
    _add(_acts, act.url_name, act)


def _add(place, name, one):
    if name in place:
        raise ValueError(f"the member's page has {name!r} already")
    place[name] = one


def panels_for(user):
    """Return the tabs that ``user`` may see, in order."""
    seen = [panel for panel in _panels.values() if not panel.permission or user.has_perm(panel.permission)]
    return sorted(seen, key=lambda panel: (panel.order, panel.name))


def acts_for(user, member):
    """Return the acts that ``user`` may do to ``member`` as it stands now, in order."""
    offered = [act for act in _acts.values() if user.has_perm(act.permission) and act.applies(member)]
    return sorted(offered, key=lambda act: act.order)


def member_url(member, tab=""):
    """Return the address of the member's page, of one tab of it when named."""
    return (
        reverse("registry_member_tab", args=[member.pk, tab]) if tab else reverse("registry_member", args=[member.pk])
    )


class MemberPageView(PermissionRequiredMixin, TemplateView):
    """Everything about one member, tab by tab; a tab that this employee may not see is not there."""

    permission_required = "registry.view_member"
    raise_exception = True
    template_name = "lk_addon/registry/staff/member.html"

    @cached_property
    def member(self):
        """The entry."""
        return get_object_or_404(Member, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        """Reckon the tab that is asked for, the first where none is."""
        user, wanted = self.request.user, self.kwargs.get("tab")
        panels = panels_for(user)
        panel = next((one for one in panels if wanted in (None, one.name)), None)
        if panel is None:
            raise Http404
        return super().get_context_data(
            member=self.member,
            heads=self.member.current_heads(),
            panels=panels,
            panel=panel,
            acts=acts_for(user, self.member),
            **panel.context(self.request, self.member),
            **kwargs,
        )
