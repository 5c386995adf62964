"""Where one is signed in and who tried to: seen and ended by oneself, by nobody else."""

import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from cms.audit.models import AuditEntry
from cms.users.browsers import name_browser
from cms.users.models import SignIn
from cms.users.tasks import forget_old_sign_ins
from tests.factories.sessions import signed_in_client
from tests.users.conftest import PASSWORD, SECURITY, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-2.3.b", "REQ-6.4")]

HISTORY = f"{SECURITY}sign-ins/"
END_OTHERS = f"{SECURITY}sessions/end/"


def end(sign_in):
    return f"{SECURITY}sessions/{sign_in.pk}/end/"


def last_sign_in(user):
    return user.sign_ins.first()


def is_in(client):
    return client.get(SECURITY).status_code == 200


def test_own_sessions_are_listed_and_each_can_be_ended(editor):
    here, elsewhere = signed_in_client(editor), signed_in_client(editor)
    other = last_sign_in(editor)
    page = here.get(SECURITY).content.decode()
    assert page.count("этот сеанс") == 1
    assert end(other) in page
    assert "Сеанс завершён" in here.post(end(other), follow=True).content.decode()
    assert not is_in(elsewhere)
    assert is_in(here)
    assert end(other) not in here.get(SECURITY).content.decode()
    assert AuditEntry.objects.filter(action="user.session_ended", actor=editor).count() == 1


@pytest.mark.needs_addon
def test_all_others_are_ended_at_once_on_both_hosts(editor):
    here, second, third = (signed_in_client(editor) for _ in range(3))
    cabinet = signed_in_client(editor, host=settings.LK_HOST)
    assert f"{settings.LK_HOST}" in here.get(SECURITY).content.decode()
    here.post(END_OTHERS)
    assert is_in(here)
    assert not is_in(second)
    assert not is_in(third)
    assert cabinet.get("/healthz").wsgi_request.password_user.is_anonymous
    assert "Завершить другие" not in here.get(SECURITY).content.decode()


def test_somebody_elses_session_is_neither_seen_nor_ended(editor):
    outsider = make_staff("drugoy@example.com")
    theirs, mine = signed_in_client(outsider), signed_in_client(editor)
    foreign = last_sign_in(outsider)
    assert str(foreign.pk) not in mine.get(SECURITY).content.decode()
    assert mine.post(end(foreign)).status_code == 404
    mine.post(END_OTHERS)
    assert is_in(theirs)
    assert mine.post(f"{SECURITY}sessions/{uuid.uuid4()}/end/").status_code == 404


def test_nothing_is_ended_by_a_link_or_by_a_stranger(editor, visitor):
    here, elsewhere = signed_in_client(editor), signed_in_client(editor)
    other = last_sign_in(editor)
    assert here.get(end(other)).status_code == 405
    assert here.get(END_OTHERS).status_code == 405
    assert visitor.post(end(other)).status_code == 302
    assert is_in(elsewhere)


def test_a_session_that_was_left_or_closed_is_not_listed(editor):
    here, left, closed = (signed_in_client(editor) for _ in range(3))
    left.post("/admin/logout/")
    assert here.get(SECURITY).content.decode().count("Завершить<") == 1
    here.post(
        f"{SECURITY}password/",
        {"old_password": PASSWORD, "new_password1": "Сосна-у-переезда-77", "new_password2": "Сосна-у-переезда-77"},
    )
    assert "Завершить<" not in here.get(SECURITY).content.decode()
    assert not is_in(closed)


def test_history_tells_of_successes_and_failures_with_device_and_address(editor, phone, visitor):
    firefox = {"HTTP_USER_AGENT": "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"}
    visitor.give_password(editor.email, "не тот пароль", **firefox)
    visitor.give_password(editor.email)
    visitor.give_code(phone.wrong_code())
    signed_in_client(editor)
    outcomes = list(editor.sign_ins.order_by("at").values_list("outcome", flat=True))
    assert outcomes == ["refused", "wrong_code", "admitted"]
    page = signed_in_client(editor).get(HISTORY).content.decode()
    for said in ("отказ после ввода пароля", "неверный код", "Вход выполнен", "Firefox, Windows", "127.0.0.1"):
        assert said in page


def test_history_is_ones_own_and_strangers_logins_are_not_kept(editor, visitor):
    outsider = make_staff("drugoy@example.com")
    visitor.give_password(outsider.email, "не тот пароль")
    visitor.give_password("nikogo-net@example.com")
    assert "отказ после ввода пароля" not in signed_in_client(editor).get(HISTORY).content.decode()
    refused = SignIn.objects.filter(outcome="refused")
    assert {attempt.user for attempt in refused} == {outsider, None}
    assert not any("nikogo-net" in str(value) for attempt in refused.values() for value in attempt.values())


def test_history_costs_the_same_queries_for_one_row_and_for_many(editor, django_assert_num_queries):
    client = signed_in_client(editor)
    client.get(HISTORY)
    with django_assert_num_queries(4):
        client.get(HISTORY)
    SignIn.objects.bulk_create(SignIn(user=editor, outcome="refused") for _ in range(30))
    with django_assert_num_queries(4):
        assert "page=2" in client.get(HISTORY).content.decode()


def test_history_is_kept_for_a_year_and_not_for_ever(editor):
    now = timezone.now()
    for days in (366, 500):
        SignIn.objects.create(user=editor, outcome="admitted", at=now - timedelta(days=days))
    forget_old_sign_ins()
    assert [(now - sign_in.at).days for sign_in in editor.sign_ins.all()] == [366]
    assert "cms.users.tasks.forget_old_sign_ins" in {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36", "Chrome, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/138.0 YaBrowser/25.8 Safari/537.36", "Яндекс.Браузер, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari, iOS"),
        ("curl/8.5", "неизвестная программа"),
        ("", "неизвестная программа"),
    ],
)
def test_browsers_are_named_in_words(user_agent, name):
    assert name_browser(user_agent) == name
