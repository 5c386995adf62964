"""Acts of the register's department: each is a page that explains, asks and then does it."""

from lk_addon.cabinet.staff import ActView
from lk_addon.registry import forms
from lk_addon.registry.domain import contributions, levels, rights
from lk_addon.registry.domain.membership import cancel_exclusion, exclude_member
from lk_addon.registry.models import FundContribution, Member, RightDecision
from lk_addon.registry.staff_page import member_url


class MemberAct(ActView):
    """An act that ends on a tab of the member's page."""

    model = Member
    tab = ""

    @property
    def member(self):
        """The member whose page to go back to."""
        return self.object

    @property
    def index_url(self):
        """That page."""
        return member_url(self.member, self.tab)

    def act(self, form):
        """Call the domain function with what the form holds."""
        filled = {name: value for name, value in form.cleaned_data.items() if value not in (None, "")}
        self.verb(member=self.object, actor=self.request.user, **filled)


class ExcludeView(MemberAct):
    """End a membership (REQ-1.4)."""

    form_class = forms.ExclusionForm
    permission_required = "registry.exclude_member"
    title = "Исключение из членов СРО"
    explanation = "В день прекращения членства кабинет закроется для всех представителей организации сам."
    button = "Исключить"
    done = "Прекращение членства внесено в реестр."
    dangerous = True
    wants_confirmation = True
    verb = staticmethod(exclude_member)


class CancelExclusionView(MemberAct):
    """Take an exclusion back: its day has not come, or it was entered by mistake."""

    form_class = forms.ExclusionCancelForm
    permission_required = "registry.exclude_member"
    title = "Отмена прекращения членства"
    button = "Отменить прекращение"
    done = "Прекращение членства отменено."
    dangerous = True
    verb = staticmethod(cancel_exclusion)

    @property
    def explanation(self):
        """What follows, by whether the day has come."""
        day = f"{self.object.terminated_at:%d.%m.%Y}" if self.object.terminated_at else ""
        if self.object.is_acting():
            return f"Членство не прекратится {day}, кабинет останется открытым. Отмена останется в истории записи."
        return (
            f"Членство прекращено {day}. Отменяйте, только если это внесено по ошибке: организация снова станет членом "
            "СРО, и кабинет откроется тем, чьи полномочия действуют. Ссылки для активации и письма, которые "
            "прекращение закрыло, отправьте заново. Отмена останется в истории записи."
        )


class RightAct(MemberAct):
    """A decision upon the right to perform works."""

    permission_required = "registry.add_rightdecision"
    done = "Решение внесено."
    tab = "rights"


class GrantView(RightAct):
    """Give the right."""

    form_class = forms.CategoriesForm
    title = "Наделение правом"
    explanation = "Отметьте категории объектов из решения. Право начнёт действовать в день, указанный в решении."
    button = "Наделить правом"
    verb = staticmethod(rights.grant_right)


class SuspendView(RightAct):
    """Suspend the right."""

    form_class = forms.BanForm
    title = "Приостановление права"
    explanation = (
        "Член СРО сможет продолжать работы только по договорам, заключённым до решения. На каждой странице его "
        "кабинета появится предупреждение. По окончании срока право возобновится само."
    )
    button = "Приостановить"
    dangerous = True
    verb = staticmethod(rights.suspend_right)


class ResumeView(RightAct):
    """Resume the right."""

    form_class = forms.CategoriesForm
    title = "Возобновление права"
    explanation = "Отметьте приостановленные категории, по которым право возобновляется."
    button = "Возобновить"
    verb = staticmethod(rights.resume_right)


class TerminateView(RightAct):
    """End the right."""

    form_class = forms.CategoriesForm
    title = "Прекращение права"
    explanation = "Право прекратится по отмеченным категориям. Вернуть его можно новым решением о наделении."
    button = "Прекратить"
    dangerous = True
    verb = staticmethod(rights.terminate_right)


class RestrictView(RightAct):
    """Bar from competition."""

    form_class = forms.UntilForm
    title = "Ограничение участия в конкурентных процедурах"
    explanation = "Член СРО не сможет заключать новые договоры с использованием конкурентных способов."
    button = "Ограничить"
    dangerous = True
    verb = staticmethod(rights.restrict_competition)


class LiftView(RightAct):
    """Let compete again."""

    form_class = forms.DecisionForm
    title = "Снятие ограничения"
    explanation = (
        "Член СРО снова сможет участвовать в конкурентных процедурах, если у него есть право и уровень в КФ\u00a0ОДО."
    )
    button = "Снять ограничение"
    verb = staticmethod(rights.lift_restriction)


class CancelDecisionView(RightAct):
    """Undo the last decision upon a category."""

    model = RightDecision
    form_class = forms.DocumentForm
    title = "Отмена решения"
    explanation = (
        "Решение перестанет учитываться, как если бы его не было, но останется в журнале вместе с отменой. "
        "Так исправляют ошибку ввода или исполняют решение суда."
    )
    button = "Отменить решение"
    done = "Решение отменено."
    dangerous = True

    @property
    def member(self):
        """Whose right it was upon."""
        return self.object.member

    def act(self, form):
        """Undo."""
        rights.cancel_decision(decision=self.object, actor=self.request.user, **form.cleaned_data)


class SetLevelView(MemberAct):
    """Give a level."""

    form_class = forms.LevelForm
    permission_required = "registry.change_memberlevel"
    title = "Установление уровня ответственности"
    explanation = "Взносов, внесённых к этому дню, должно хватать на уровень. Прежний уровень закончится накануне."
    button = "Установить уровень"
    done = "Уровень установлен."
    tab = "rights"
    verb = staticmethod(levels.set_level)


class WithdrawLevelView(MemberAct):
    """Leave without a level."""

    form_class = forms.LevelEndForm
    permission_required = "registry.change_memberlevel"
    title = "Прекращение уровня ответственности"
    explanation = "С этого дня у члена СРО не будет уровня в фонде. Внесённые взносы останутся в реестре."
    button = "Прекратить уровень"
    done = "Уровень прекращён."
    dangerous = True
    tab = "rights"
    verb = staticmethod(levels.withdraw_level)


class ContributeView(MemberAct):
    """Record a contribution."""

    form_class = forms.ContributionForm
    permission_required = "registry.add_fundcontribution"
    title = "Взнос в компенсационный фонд"
    explanation = "Внесите взнос по банковской выписке специального счёта. Ошибочную запись потом можно аннулировать."
    button = "Внести взнос"
    done = "Взнос внесён в реестр."
    tab = "funds"
    verb = staticmethod(contributions.record_contribution)


class AnnulContributionView(MemberAct):
    """Strike out a contribution entered by mistake."""

    model = FundContribution
    form_class = forms.AnnulmentForm
    permission_required = "registry.annul_fundcontribution"
    title = "Аннулирование взноса"
    explanation = (
        "Запись останется в реестре зачёркнутой и не будет учитываться. Уровень сам не изменится: проверьте его."
    )
    button = "Аннулировать"
    done = "Взнос аннулирован."
    dangerous = True
    tab = "funds"

    @property
    def member(self):
        """Who paid it."""
        return self.object.member

    def act(self, form):
        """Annul."""
        contributions.annul_contribution(contribution=self.object, actor=self.request.user, **form.cleaned_data)
