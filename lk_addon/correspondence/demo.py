"""Invented correspondence: a thread in each state, notices read and unread, templates of answers."""

from datetime import timedelta

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone

from cms.core.demo import demo_paper
from cms.core.signals import demo_requested
from cms.users.models import User
from cms.workdays.queries import add_workdays
from lk_addon.accounts.models import Mandate
from lk_addon.cabinet.departments import CORRESPONDENCE_DEPARTMENT
from lk_addon.correspondence.domain import answering, notices
from lk_addon.correspondence.domain.drafts import add_file, begin_draft
from lk_addon.correspondence.domain.reading import note_reading
from lk_addon.correspondence.domain.sending import send, withdraw
from lk_addon.correspondence.kinds import form_of
from lk_addon.correspondence.models import Letter, Notice, ReplyTemplate, SubmissionKind, Thread
from lk_addon.files.domain.storing import storing
from lk_addon.registry.models import Member

WRITER, READER = "member@example.com", "colleague@example.com"
NUMBER = "0901"  # of the member that writes
#: subject, text, what staff did with it
REQUESTS = [
    ("О порядке уплаты взносов", "Просим разъяснить порядок уплаты членских взносов.", "sent"),
    ("О семинаре по контролю", "Когда состоится следующий семинар?", "registered"),
    ("О допуске к общему собранию", "Какие документы нужны представителю?", "in_work"),
    ("О смене банковских реквизитов", "Куда сообщить новые реквизиты?", "need_info"),
    ("О дате общего собрания", "Просим сообщить дату собрания.", "answered"),
    ("О возврате взноса", "Просим вернуть вступительный взнос.", "rejected"),
    ("О выездной консультации", "Просим провести консультацию.", "withdrawn"),
]
TEMPLATES = {
    "Принято к рассмотрению": (
        "{организация} (№ {номер в реестре} в реестре)\n\nВаше письмо № {номер письма} от {дата письма} «{тема}» "
        "принято к рассмотрению. Ответ будет дан до {срок}.\n\n{отдел}"
    ),
    "Не хватает документов": (
        "По письму № {номер письма} от {дата письма} пришлите, пожалуйста, недостающие документы. До их получения "
        "срок ответа приостановлен."
    ),
    "Разъяснение": "На ваше письмо № {номер письма} от {дата письма} «{тема}» сообщаем следующее.",
}
QUESTION = "Пришлите справку банка об открытии счёта."
REFUSAL = "Вступительный взнос не возвращается (ГрК РФ, ст. 55.7)."
ANSWER = "Собрание состоится в третью среду марта. Приглашение придёт в кабинет за тридцать дней."


@receiver(demo_requested)
@transaction.atomic
def load_correspondence(**kwargs):
    """Bring it once."""
    for title, text in TEMPLATES.items():
        ReplyTemplate.objects.get_or_create(title=title, defaults={"text": text})
    if Thread.objects.exists():
        return
    writer, clerk = User.objects.get(email=WRITER), User.objects.get(email="staff@example.com")
    member = Member.objects.get(registration_number=NUMBER)
    label = Mandate.objects.select_related("member").get(user=writer, member=member).login_label
    for number, (subject, text, state) in enumerate(REQUESTS):
        papers = [paper("Обращение")] if number == 0 else []
        letter = send_demo("general", {"subject": subject, "text": text}, papers=papers)
        _go_on(letter.thread, state, writer, label, clerk)
    _make_late(Thread.objects.get(subject=REQUESTS[1][0]))
    _load_notices(clerk)


def paper(title, item=""):
    """Return a one-page document and the item of its form's list that it is put to."""
    return ContentFile(demo_paper(f"<meta charset='utf-8'><h1>{title}</h1>"), name=f"{title}.pdf"), item


def send_demo(code, data, papers=()):
    """Send a submission of that kind as the member of the demo does: what the form begins with, and ``data``.

    ``papers`` are pairs as :func:`paper` returns them. Returns the letter.
    """
    mandate = Mandate.objects.select_related("member", "user").get(
        user__email=WRITER, member__registration_number=NUMBER
    )
    member, writer, label = mandate.member, mandate.user, mandate.login_label
    kind = SubmissionKind.objects.get(code=code)
    draft = begin_draft(member=member, kind=kind, author_label=label, actor=writer)
    with storing([file for file, _item in papers], member=member, actor=writer) as files:
        for file, (_file, item) in zip(files, papers, strict=True):
            add_file(draft=draft, file=file, item=item)
    options = {"member": member, "terms": kind.terms()}
    blank = form_of(code).form(**options)
    known = {field.name: str(field.value()) for field in blank if field.value() not in (None, "", False)}
    form = form_of(code).form(known | data, **options)
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    return send(draft_id=draft.pk, form=form, author_label=label, actor=writer)


def _go_on(thread, state, writer, label, clerk):
    if state == "withdrawn":
        withdraw(thread=thread, reason="Вопрос решён.", author_label=label, actor=writer)
        return
    if state != "sent":
        answering.register_thread(thread=thread, actor=clerk)
    match state:
        case "in_work":
            answering.assign(thread=thread, assignee=clerk, actor=clerk)
            answering.note(thread=thread, text="Уточнить в протоколе прошлого собрания.", actor=clerk)
        case "need_info":
            until = add_workdays(timezone.localdate(), 5)
            answering.ask(
                thread=thread, text="Пришлите справку банка об открытии счёта.", answer_until=until, actor=clerk
            )
        case "answered":
            answering.reply(thread=thread, text=ANSWER, actor=clerk)
        case "rejected":
            answering.reject(
                thread=thread, reason="Вступительный взнос не возвращается (ГрК РФ, ст. 55.7).", actor=clerk
            )


def _make_late(thread):
    """Let the SRO's day have passed."""
    Thread.objects.filter(pk=thread.pk).update(due_on=timezone.localdate() - timedelta(days=3))


def _load_notices(clerk):
    department = Group.objects.get(name=CORRESPONDENCE_DEPARTMENT)
    sent = Notice(
        subject="О годовой отчётности",
        text="Напоминаем: отчёт о деятельности за год сдают до 1 марта через личный кабинет.",
        department=department,
        audience=Notice.Audience.CHOSEN,
    )
    notices.save_notice(notice=sent, files=[], actor=clerk)
    sent.members.set(Member.objects.acting().filter(registration_number__in=("0901", "0902", "0951")))
    notices.confirm_notice(notice=sent, expected=sent.members.count(), actor=clerk)
    notices.send_waiting(sent.pk)
    reader = Mandate.objects.select_related("member", "user").get(user__email=READER)
    letters = Letter.objects.filter(role=Letter.Role.NOTICE, thread__member=reader.member)
    note_reading(letters=letters, user=reader.user, login_label=reader.login_label)
    draft = Notice(
        subject="О повышении членских взносов",
        text="С 1 января размер членского взноса изменится по решению общего собрания.",
        department=department,
    )
    notices.save_notice(notice=draft, files=[], actor=clerk)
