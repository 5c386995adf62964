"""Acts of staff upon one thread; each page explains and asks."""

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView
from wagtail_modeladmin.helpers import AdminURLHelper

from lk_addon.cabinet.staff import ActView
from lk_addon.correspondence.domain import answering
from lk_addon.correspondence.domain.sending import register_letters
from lk_addon.correspondence.kinds import form_of
from lk_addon.correspondence.models import Thread
from lk_addon.correspondence.queries import REGISTERED_AT_ONCE, letters_to_register, threads_for_staff
from lk_addon.correspondence.staff import forms

WORK, DECIDE = "correspondence.work_thread", "correspondence.decide_thread"
State = Thread.State


def thread_url(pk):
    """Return the back office's page of a thread."""
    return reverse("correspondence_thread", args=[pk])


class ThreadAct(ActView):
    """An act upon a thread that this employee sees, possible in ``states`` (in any where none are named)."""

    model = Thread
    permission_required = WORK
    template_name = "lk_addon/correspondence/staff/act.html"
    states = Thread.OPEN
    name = ""

    @cached_property
    def object(self):
        """The thread; 404 for one of another department."""
        return get_object_or_404(threads_for_staff(self.request.user), pk=self.kwargs["pk"])

    @property
    def index_url(self):
        """The thread's page."""
        return thread_url(self.object.pk)

    @classmethod
    def is_possible(cls, thread, user):
        """Whether it is offered to ``user`` now."""
        return (not cls.states or thread.state in cls.states) and user.has_perm(cls.permission_required)


class RegisterView(ThreadAct):
    """Give the incoming number."""

    name, states = "register", ()
    title = "Регистрация"
    explanation = "Каждое письмо члена СРО в этой переписке, у которого ещё нет входящего номера, получит его."
    button = "Зарегистрировать"
    done = "Зарегистрировано."

    @classmethod
    def is_possible(cls, thread, user):
        """While a letter has no number."""
        waiting = thread.letters.filter(direction="in", registration=None)
        return super().is_possible(thread, user) and waiting.exists()

    def act(self, form):
        """Register."""
        answering.register_thread(thread=self.object, actor=self.request.user)


class AssignView(ThreadAct):
    """Choose who works on it."""

    name = "assign"
    form_class = forms.AssignForm
    title = "Исполнитель"
    explanation = "Обращение появится среди дел этого сотрудника, напоминания о сроке получит он."
    button = "Назначить"
    done = "Исполнитель назначен."

    def get_form_kwargs(self):
        """Name the thread."""
        return super().get_form_kwargs() | {"thread": self.object}

    def get_initial(self):
        """Offer oneself where nobody has it."""
        return {"assignee": self.object.assignee_id or self.request.user.pk}

    def act(self, form):
        """Assign."""
        answering.assign(thread=self.object, actor=self.request.user, **form.cleaned_data)


class HandOverView(ThreadAct):
    """Give it away."""

    name = "hand-over"
    form_class = forms.HandOverForm
    title = "Передать другому отделу"
    explanation = "Срок останется прежним. Сотрудники вашего отдела больше не увидят это обращение."
    button = "Передать"
    done = "Обращение передано."

    @property
    def index_url(self):
        """The thread's page while it is ours, then the list."""
        return AdminURLHelper(Thread).index_url if getattr(self, "is_given", False) else thread_url(self.object.pk)

    def get_form_kwargs(self):
        """Name the thread."""
        return super().get_form_kwargs() | {"thread": self.object}

    def act(self, form):
        """Hand over."""
        answering.hand_over(thread=self.object, actor=self.request.user, **form.cleaned_data)
        self.is_given = True


class NoteView(ThreadAct):
    """Leave a remark."""

    name, states = "note", ()
    form_class = forms.NoteForm
    title = "Заметка"
    explanation = "Заметку видят только сотрудники. Изменить или удалить её нельзя."
    button = "Добавить"
    done = "Заметка добавлена."

    def act(self, form):
        """Keep it."""
        answering.note(thread=self.object, actor=self.request.user, **form.cleaned_data)


class RegisterManyView(PermissionRequiredMixin, FormView):
    """Register the letters that wait, all of them unless some are left out."""

    template_name = "lk_addon/correspondence/staff/register.html"
    form_class = forms.RegisterForm
    permission_required = WORK
    raise_exception = True

    @cached_property
    def waiting(self):
        """The letters that wait, those that came first."""
        return list(letters_to_register(self.request.user)[:REGISTERED_AT_ONCE])

    def get_form_kwargs(self):
        """Name them."""
        return super().get_form_kwargs() | {"waiting": self.waiting}

    def form_valid(self, form):
        """Register, and say under which numbers."""
        given = register_letters(letters=form.cleaned_data["letters"], actor=self.request.user)
        numbers = given[0].number if len(given) == 1 else f"{given[0].number} — {given[-1].number}"
        messages.success(self.request, f"Зарегистрировано писем: {len(given)}, номера {numbers}.")
        return redirect(AdminURLHelper(Thread).index_url)

    def get_context_data(self, **kwargs):
        """Add the letters."""
        chosen = {str(value) for value in self.request.POST.getlist("letters")}
        return super().get_context_data(
            waiting=[(letter, not chosen or str(letter.pk) in chosen) for letter in self.waiting],
            index_url=AdminURLHelper(Thread).index_url,
            **kwargs,
        )


def demand_decision(thread, code, user):
    """Return the decision of the thread's kind with that code. Raises Http404 for one that is not for this user."""
    found = next((one for one in decisions_for(thread, user) if one.code == code), None)
    if found is None:
        raise Http404
    return found


def decisions_for(thread, user):
    """Return the decisions of the thread's kind that ``user`` may take upon it now."""
    submitted = answering.last_submission(thread)
    if submitted is None or not thread.is_open:
        return []
    offered = form_of(thread.kind.code).decisions
    return [one for one in offered if user.has_perm(one.permission) and one.applies(submitted)]
