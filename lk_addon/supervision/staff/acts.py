"""Acts upon inspections, their documents, violations and measures; each page explains and asks."""

from django.urls import reverse

from lk_addon.cabinet.staff import ActView
from lk_addon.supervision.domain import documents, inspection, outcome
from lk_addon.supervision.models import DisciplinaryAction, Inspection, RequestedDocument, Violation
from lk_addon.supervision.staff import forms

State = Inspection.State


def inspection_url(pk):
    """Return the back office's page of an inspection."""
    return reverse("supervision_inspection_modeladmin_inspect", args=[pk])


class InspectionAct(ActView):
    """A step of one inspection, possible from ``states``."""

    model = Inspection
    permission_required = "supervision.conduct_inspection"
    states = ()
    name = ""

    @property
    def index_url(self):
        """The inspection's page."""
        return inspection_url(self.object.pk)


class NotifyView(InspectionAct):
    """Tell the member."""

    name, states = "notify", (State.PLANNED,)
    form_class = forms.NoticeForm
    title = "Уведомление о проверке"
    explanation = "С этого момента член СРО видит проверку в кабинете: предмет, сроки и основание."
    button = "Уведомить"
    done = "Член СРО уведомлён: проверка видна в его кабинете."

    def act(self, form):
        """Notify."""
        inspection.notify(inspection=self.object, actor=self.request.user, **form.cleaned_data)


class RequestDocumentsView(InspectionAct):
    """Ask for documents."""

    name, states = "documents", (State.NOTIFIED, State.DOCUMENTS_REQUESTED)
    form_class = forms.DocumentsForm
    title = "Запрос документов"
    explanation = "Список и срок появятся в кабинете члена СРО и в его календаре. Запрос можно дополнить позже."
    button = "Запросить"
    done = "Документы запрошены."

    def act(self, form):
        """Request."""
        documents.request_documents(inspection=self.object, actor=self.request.user, **form.cleaned_data)


class StartView(InspectionAct):
    """Begin."""

    name, states = "start", (State.NOTIFIED, State.DOCUMENTS_REQUESTED)
    title = "Начало проверки"
    explanation = "Отметьте, что проверка началась. Новые документы после этого не запрашивают."
    button = "Начать"
    done = "Проверка начата."

    def act(self, form):
        """Start."""
        inspection.start(inspection=self.object, actor=self.request.user)


class IssueActView(InspectionAct):
    """Draw up the act."""

    name, states = "act", (State.IN_PROGRESS,)
    form_class = forms.ActForm
    title = "Акт проверки"
    explanation = "Акт сразу появится в кабинете члена СРО, дата и результат — в открытом реестре. Изменить его нельзя."
    button = "Составить акт"
    done = "Акт составлен."

    def act(self, form):
        """Issue."""
        inspection.issue_act(inspection=self.object, actor=self.request.user, **form.cleaned_data)


class RemediationView(InspectionAct):
    """Give a term for violations."""

    name, states = "remediation", (State.ACT_ISSUED,)
    form_class = forms.TermForm
    title = "Срок устранения нарушений"
    explanation = "Один срок для всех нарушений акта. Он появится в календаре члена СРО."
    button = "Назначить срок"
    done = "Срок назначен."

    def act(self, form):
        """Demand."""
        outcome.demand_remediation(inspection=self.object, actor=self.request.user, **form.cleaned_data)


class RecheckView(InspectionAct):
    """Check what was cured."""

    name, states = "recheck", (State.REMEDIATION,)
    title = "Проверка устранения нарушений"
    explanation = "Отметьте устранённые нарушения, затем завершите проверку или примените меру воздействия."
    button = "Перейти к проверке устранения"
    done = "Проверяется устранение нарушений."

    def act(self, form):
        """Recheck."""
        outcome.recheck(inspection=self.object, actor=self.request.user)


class DisciplineView(InspectionAct):
    """Take a measure."""

    name, states = "discipline", (State.ACT_ISSUED, State.RECHECK)
    form_class = forms.MeasureForm
    permission_required = "supervision.discipline_inspection"
    title = "Мера дисциплинарного воздействия"
    explanation = (
        "Запишите решение уполномоченного органа. Мера появится в кабинете члена СРО и в открытом реестре. "
        "Приостановление права и исключение вносят в реестр отдельно, на странице члена СРО."
    )
    button = "Записать меру"
    done = "Мера записана. Передайте члену СРО копию решения."
    dangerous = True

    def act(self, form):
        """Discipline."""
        outcome.discipline(inspection=self.object, measure=form.instance, actor=self.request.user)


class CloseView(InspectionAct):
    """End."""

    name, states = "close", (State.ACT_ISSUED, State.RECHECK, State.DISCIPLINE)
    title = "Завершение проверки"
    explanation = "Завершить можно, когда нарушений нет, все они устранены или мера воздействия применена."
    button = "Завершить"
    done = "Проверка завершена."

    def act(self, form):
        """Close."""
        inspection.close(inspection=self.object, actor=self.request.user)


class PostponeView(InspectionAct):
    """Put off."""

    name, states = "postpone", (State.PLANNED, State.NOTIFIED, State.DOCUMENTS_REQUESTED)
    form_class = forms.ReasonForm
    title = "Отложить проверку"
    explanation = "Проверка останется без дня, пока вы не назначите новый. Срок для документов снимется."
    button = "Отложить"
    done = "Проверка отложена."

    def act(self, form):
        """Postpone."""
        inspection.postpone(inspection=self.object, actor=self.request.user, **form.cleaned_data)


class RescheduleView(InspectionAct):
    """Give new days."""

    name, states = "reschedule", (State.POSTPONED,)
    form_class = forms.NewDaysForm
    title = "Новый срок проверки"
    explanation = "О новом сроке члена СРО уведомляют заново."
    button = "Назначить"
    done = "Новый срок назначен. Уведомите члена СРО."

    def act(self, form):
        """Reschedule."""
        inspection.reschedule(inspection=self.object, actor=self.request.user, **form.cleaned_data)


class CancelView(InspectionAct):
    """Give up."""

    name, states = "cancel", (*Inspection.BEFORE_ACT, State.POSTPONED)
    form_class = forms.ReasonForm
    title = "Отмена проверки"
    explanation = "Отменённую проверку не возобновить: для новой понадобится новая запись."
    button = "Отменить проверку"
    done = "Проверка отменена."
    dangerous = True

    def act(self, form):
        """Cancel."""
        inspection.cancel(inspection=self.object, actor=self.request.user, **form.cleaned_data)


#: In the order in which they are offered.
STEPS = (
    NotifyView,
    RequestDocumentsView,
    StartView,
    IssueActView,
    RemediationView,
    RecheckView,
    CloseView,
    DisciplineView,
    RescheduleView,
    PostponeView,
    CancelView,
)


def steps_for(row, user):
    """Return (URL name, view) of each step that ``user`` may make from the state of ``row``."""
    return [
        (f"inspection_{step.name}", step)
        for step in STEPS
        if row.state in step.states and user.has_perm(step.permission_required)
    ]


class PartAct(ActView):
    """An act upon a part of an inspection."""

    permission_required = "supervision.conduct_inspection"

    @property
    def index_url(self):
        """The inspection's page."""
        return inspection_url(self.object.inspection_id)


class ReceiveDocumentView(PartAct):
    """Take in a document that came past the cabinet."""

    model, form_class = RequestedDocument, forms.FileForm
    title = "Получен документ"
    explanation = "Приложите то, что представил член СРО."
    button = "Приложить"
    done = "Документ приложен."

    def act(self, form):
        """Receive."""
        documents.receive_document(document=self.object, file=form.cleaned_data["file"], actor=self.request.user)


class AcceptDocumentView(PartAct):
    """Find a document good."""

    model = RequestedDocument
    title = "Документ принят"
    explanation = "Член СРО увидит, что к документу вопросов нет."
    button = "Принять"
    done = "Документ принят."

    def act(self, form):
        """Accept."""
        documents.accept_document(document=self.object, actor=self.request.user)


class ReturnDocumentView(PartAct):
    """Send a document back."""

    model, form_class = RequestedDocument, forms.RemarkForm
    title = "Возврат документа"
    explanation = "Член СРО представит документ снова."
    button = "Вернуть"
    done = "Документ возвращён."

    def act(self, form):
        """Return."""
        documents.return_document(document=self.object, actor=self.request.user, **form.cleaned_data)


class CureView(PartAct):
    """Note that a violation is cured."""

    model, form_class = Violation, forms.CureForm
    title = "Нарушение устранено"
    explanation = "Укажите, когда и чем это подтверждено."
    button = "Отметить"
    done = "Нарушение отмечено устранённым."

    def act(self, form):
        """Cure."""
        outcome.cure_violation(violation=self.object, actor=self.request.user, **form.cleaned_data)


class EndMeasureView(ActView):
    """End a measure one way or the other."""

    model, form_class = DisciplinaryAction, forms.MeasureEndForm
    permission_required = "supervision.discipline_inspection"
    status = None

    def act(self, form):
        """End."""
        outcome.end_measure(measure=self.object, status=self.status, actor=self.request.user, **form.cleaned_data)


class FulfilMeasureView(EndMeasureView):
    """The member did what the measure demands."""

    status = DisciplinaryAction.Status.FULFILLED
    title = "Мера исполнена"
    explanation = "Член СРО выполнил то, что требовало решение."
    button = "Отметить исполнение"
    done = "Исполнение отмечено."


class LiftMeasureView(EndMeasureView):
    """The measure is taken off."""

    status = DisciplinaryAction.Status.LIFTED
    title = "Снятие меры"
    explanation = "Мера снята решением органа, который её применил, или по истечении срока."
    button = "Снять"
    done = "Мера снята."
