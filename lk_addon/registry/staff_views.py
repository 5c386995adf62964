"""Acts of the member department upon the register."""

from lk_addon.cabinet.staff import ActView
from lk_addon.registry.domain.membership import exclude_member
from lk_addon.registry.forms import ExclusionForm
from lk_addon.registry.models import Member


class ExcludeView(ActView):
    """End a membership (REQ-1.4)."""

    model = Member
    form_class = ExclusionForm
    permission_required = "registry.exclude_member"
    title = "Исключение из членов СРО"
    explanation = "В день прекращения членства кабинет закроется для всех представителей организации сам."
    button = "Исключить"
    done = "Прекращение членства внесено в реестр."
    dangerous = True

    def act(self, form):
        """Exclude."""
        exclude_member(member=self.object, actor=self.request.user, **form.cleaned_data)
