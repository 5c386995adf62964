"""What members are told of a meeting: the words of the notices that go to their cabinets."""

from django.utils import timezone
from django.utils.formats import date_format

from lk_addon.meetings.models import Meeting


def moment(value):
    """Return a moment in words: «15 декабря 2026 г. в 11:00»."""
    value = timezone.localtime(value)
    return f"{date_format(value, 'j E Y г.')} в {value:%H:%M}"


def facts(meeting):
    """Return (label, text) pairs that a notice, the meeting's page and a workbook say of it."""
    yield "Вид", meeting.get_kind_display().capitalize()
    yield "Форма", meeting.get_form_display().capitalize()
    label = "Итоги подводятся" if meeting.form == Meeting.Form.ABSENTEE else "Начало"
    yield label, moment(meeting.starts_at)
    if meeting.ends_at:
        yield "Окончание", moment(meeting.ends_at)
    if meeting.place:
        yield "Место", meeting.place
    if meeting.form in Meeting.WITH_VIDEO:
        yield "Подключение", f"через кабинет, за {Meeting.ROOM_OPENS} минут до начала"
    if meeting.ballot_deadline:
        yield "Бюллетени принимаются до", moment(meeting.ballot_deadline)


def announcement(meeting):
    """Return the text of the notice that a meeting is called (ГК ст. 181.2: form, time, place, agenda)."""
    lines = [f"{label}: {text}." for label, text in facts(meeting)]
    if meeting.about:
        lines += ["", meeting.about]
    items = list(meeting.items.all())
    if items:
        lines += ["", "Повестка дня:", *(_agenda_line(item) for item in items)]
    lines += ["", "Материалы и проекты решений — в кабинете, раздел «Собрания»."]
    return "\n".join(lines)


def _agenda_line(item):
    return f"{item}{' (тайное голосование)' if item.is_secret else ''}"


def moved(meeting, before, reason):
    """Return the text of the notice that time or place are others; ``before`` are the facts as they were."""
    known = dict(before)
    changed = [f"{label}: {text} (было: {known.get(label, 'не указано')})." for label, text in facts(meeting)
               if known.get(label) != text]  # fmt: skip
    return "\n".join([f"Изменения: {reason}", "", *changed, "", "Повестка дня прежняя."])


def called_off(meeting, reason):
    """Return the text of the notice that there will be no meeting."""
    voted = " Поданные бюллетени не учитываются." if meeting.voting_opened_at else ""
    return f"Собрание, назначенное на {moment(meeting.starts_at)}, отменено. Причина: {reason}{voted}"


def voting_opened(meeting):
    """Return the text of the notice that ballots are taken."""
    rule = (
        "До этого времени бюллетень можно исправить или отозвать: считается последний."
        if meeting.may_vote_again
        else "Бюллетень подаётся один раз."
    )
    return (
        f"Проголосуйте в кабинете, раздел «Собрания», до {moment(meeting.ballot_deadline)}. {rule} Голосует "
        "представитель с правом «голосовать на собраниях»."
    )


def reminder(meeting):
    """Return the text of the notice to those who have not voted."""
    return f"Бюллетеня вашей организации ещё нет. {voting_opened(meeting)}"


def outcome(meeting, results):
    """Return the text of the notice of what was decided (ГК ст. 181.2)."""
    share = f"Участвовало членов СРО: {meeting.present_count} из {meeting.elector_count}."
    if meeting.state == Meeting.State.FAILED:
        return f"Собрание не состоялось: не было кворума. {share} О повторном собрании известим отдельно."
    lines = [f"{result.item}: {result}, {sums(result)}." for result in results]
    return "\n".join([share, "", *lines, "", "Протокол — в кабинете, раздел «Собрания»."])


def sums(votes):
    """Return votes in words: «за 12, против 1, воздержались 0»."""
    words = f"за {votes.votes_for}, против {votes.against}, воздержались {votes.abstained}"
    return f"{words}, недействительны {votes.invalid}" if votes.invalid else words
