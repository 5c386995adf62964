"""Letters that staff write in a thread: a question, an answer, a refusal, a decision."""

from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property

from lk_addon.correspondence.domain import answering
from lk_addon.correspondence.letterhead import letter_pdf
from lk_addon.correspondence.models import Letter, Thread
from lk_addon.correspondence.placeholders import filled, values_of
from lk_addon.correspondence.staff import forms
from lk_addon.correspondence.staff.acts import DECIDE, ThreadAct, decisions_for, demand_decision
from lk_addon.files.domain.storing import storing

State = Thread.State


class WriteView(ThreadAct):
    """A letter: the template is put in and the paper is looked at before it goes."""

    form_class = forms.LetterForm
    template_name = "lk_addon/correspondence/staff/write.html"
    role = Letter.Role.REPLY

    @cached_property
    def submitted(self):
        """What is answered."""
        return answering.last_submission(self.object)

    def get_form_kwargs(self):
        """Name the thread."""
        return super().get_form_kwargs() | {"thread": self.object}

    def post(self, request, *args, **kwargs):
        """Put the template in, show the paper, or send."""
        if "fill" in request.POST:
            return self.render_to_response(self.get_context_data(form=self.filled_form()))
        form = self.get_form()
        if "preview" in request.POST and form.is_valid():
            return self.preview(form)
        return super().post(request, *args, **kwargs)

    def filled_form(self):
        """Return the form with the template's text after what was typed already."""
        data = self.request.POST.copy()
        chosen = self.get_form().fields["template"].queryset.filter(pk=_key(data.get("template"))).first()
        if chosen:
            added = filled(chosen.text, values_of(self.object, self.submitted))
            data["text"] = "\n\n".join(part for part in (data.get("text", "").strip(), added) if part)
        initial = {name: data.get(name, "") for name in self.get_form_class().base_fields if name != "files"}
        for name, field in self.get_form_class().base_fields.items():
            if isinstance(field, forms.forms.BooleanField):
                initial[name] = name in data
        return self.get_form_class()(initial=initial, thread=self.object)

    def preview(self, form):
        """Answer with the letter on paper, as it will be, without number and seal."""
        data = form.cleaned_data
        letter = Letter(
            thread=self.object,
            direction=Letter.Direction.OUTGOING,
            role=self.role,
            number="образец",
            sent_at=timezone.now(),
            text=data["text"],
            signatory_position=data["signatory_position"],
            signatory_name=data["signatory_name"],
        )
        answer = HttpResponse(letter_pdf(letter, answers=self.submitted, sealed=False), content_type="application/pdf")
        answer["Content-Disposition"] = "inline; filename=obrazec.pdf"
        answer["Cache-Control"] = "no-store"
        return answer

    def act(self, form):
        """Keep the files and send, all or nothing."""
        thread, actor = self.object, self.request.user
        with transaction.atomic():
            answering.lock_to_write(thread)
            with storing(form.cleaned_data["files"], member=thread.member, actor=actor) as files:
                self.send(form, thread=thread, files=files, actor=actor, **form.paper)

    def get_context_data(self, **kwargs):
        """Add what is answered."""
        return super().get_context_data(submitted=self.submitted, **kwargs)


def _key(value):
    return value if value and value.isdecimal() else None


class AskView(WriteView):
    """Ask."""

    name, states = "ask", (State.SENT, State.REGISTERED, State.IN_WORK)
    form_class = forms.QuestionForm
    role = Letter.Role.QUESTION
    title = "Вопрос члену СРО"
    explanation = "Пока член СРО отвечает, срок ответа СРО стоит. Вопрос появится в его кабинете."
    button = "Задать вопрос"
    done = "Вопрос отправлен, срок ответа СРО остановлен."

    def send(self, form, **letter):
        """Ask."""
        data = form.cleaned_data
        answering.ask(text=data["text"], answer_until=data["answer_until"], **letter)


class ReplyView(WriteView):
    """Answer."""

    name = "reply"
    form_class = forms.ReplyForm
    title = "Ответ"
    explanation = "Ответ сразу появится в кабинете члена СРО. Изменить его после отправки нельзя."
    button = "Отправить ответ"
    done = "Ответ отправлен."

    def send(self, form, **letter):
        """Answer."""
        answering.reply(text=form.cleaned_data["text"], closes=form.cleaned_data["closes"], **letter)


class RejectView(WriteView):
    """Refuse."""

    name = "reject"
    permission_required = DECIDE
    role = Letter.Role.DECISION
    title = "Отказ"
    explanation = "Напишите причину: её прочитает член СРО. Обращение закроется, вернуть его в работу нельзя."
    button = "Отказать"
    done = "Отказ отправлен."
    dangerous = True

    def send(self, form, **letter):
        """Refuse."""
        answering.reject(reason=form.cleaned_data["text"], **letter)


class DecideView(WriteView):
    """Take a decision of the kind: what it changes and the letter that tells of it are one act."""

    name = "decide"
    permission_required = "correspondence.view_thread"  # the decision's own is asked for as well
    template_name = "lk_addon/correspondence/staff/decide.html"
    role = Letter.Role.DECISION
    done = "Решение принято, член СРО уведомлён."

    @classmethod
    def is_possible(cls, thread, user):
        """While the kind has a decision for this thread and this employee."""
        return bool(decisions_for(thread, user))

    @cached_property
    def decision(self):
        """The decision that the address names; 404 for one that is not possible."""
        return demand_decision(self.object, self.kwargs["code"], self.request.user)

    @property
    def title(self):
        """Its label."""
        return self.decision.label

    button = title

    @property
    def explanation(self):
        """What it does."""
        told = "Решение исполнится сразу, обращение закроется, письмо о нём появится в кабинете члена СРО."
        if self.decision.returns:
            told = "Обращение останется открытым: член СРО получит письмо с замечаниями."
        return f"{self.decision.explanation} {told}".strip()

    @cached_property
    def decision_form(self):
        """The decision's own form, None where it asks nothing."""
        if self.decision.form is None:
            return None
        return self.decision.form(letter=self.submitted, data=self.request.POST or None)

    def get(self, request, *args, **kwargs):
        """Show the form of a decision that is possible."""
        _ = self.decision
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        """Send only when both forms are right."""
        asked = self.decision and self.decision_form
        if asked and not {"fill", "preview"} & request.POST.keys() and not asked.is_valid():
            form = self.get_form()
            form.is_valid()
            return self.form_invalid(form)
        return super().post(request, *args, **kwargs)

    def send(self, form, **letter):
        """Decide."""
        data = self.decision_form.cleaned_data if self.decision_form else {}
        answering.decide(decision=self.decision, data=data, text=form.cleaned_data["text"], **letter)

    def get_initial(self):
        """Begin the letter with the name of the decision."""
        values = values_of(self.object, self.submitted)
        return {
            "text": f"По вашему письму № {values['номер письма']} от {values['дата письма']} принято решение: "
            f"{self.decision.label[0].lower()}{self.decision.label[1:]}."
        }

    def get_context_data(self, **kwargs):
        """Add the decision's form."""
        return super().get_context_data(decision_form=self.decision_form, **kwargs)
