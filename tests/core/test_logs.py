"""The log helps to find a fault, and tells nobody's secrets."""

import io
import json
import logging
from logging.config import DictConfigurator

import pytest
import structlog
from django.test import Client

from cms.core import health
from cms.core.logs import REDACTED, logging_settings, redact_text

CANARY = "Canary7NeverToBeWritten42"


@pytest.fixture
def log():
    """Everything that is logged during the test, as production writes it."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    config = logging_settings(json=True, level="DEBUG")
    handler.setFormatter(DictConfigurator(config).configure_formatter(config["formatters"]["structlog"]))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


def lines(log, event):
    parsed = [json.loads(line) for line in log.getvalue().splitlines()]
    return [line for line in parsed if line["event"] == event]


def test_request_is_logged_with_its_id_which_the_answer_carries(site_client, log):
    answer = site_client.get("/healthz")
    [line] = lines(log, "request_finished")
    assert line["request_id"] == answer["X-Request-ID"]
    assert line["code"] == 200
    assert line["request"] == "GET np-ss.localhost /healthz"
    assert {"level", "logger", "timestamp"} <= line.keys()


@pytest.mark.parametrize(
    ("address", "given", "taken"),
    [
        ("127.0.0.1", "0123456789abcdef0123456789abcdef", True),
        ("127.0.0.1", "short", False),
        ("127.0.0.1", "x" * 65, False),
        ("127.0.0.1", 'forged","level":"error', False),
        ("203.0.113.7", "0123456789abcdef0123456789abcdef", False),
    ],
)
def test_request_id_is_taken_over_from_the_proxy_only(settings, address, given, taken):
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    client = Client(REMOTE_ADDR=address, headers={"host": settings.SITE_HOST, "x-request-id": given})
    assert (client.get("/healthz")["X-Request-ID"] == given) is taken


@pytest.mark.needs_addon
@pytest.mark.django_db
def test_secrets_of_a_request_stay_out(settings, log):
    client = Client(headers={"host": settings.LK_HOST, "authorization": f"Bearer {CANARY}", "x-canary": CANARY})
    client.cookies["session"] = CANARY
    client.get(f"/activate/{CANARY}/")
    client.post(f"/login/?next={CANARY}", {"password": CANARY, "username": f"{CANARY}@example.com"})
    client.get(f"/no-such-page/{CANARY}-{CANARY}/?token={CANARY}")
    assert len(lines(log, "request_finished")) == 3
    assert CANARY not in log.getvalue()


@pytest.mark.django_db
def test_traceback_is_logged_without_values(settings, log, monkeypatch):
    def fail(results, **kwargs):
        password = CANARY
        raise RuntimeError(f"password={password!r} of {CANARY}@example.com")

    monkeypatch.setattr(health, "JsonResponse", fail)
    client = Client(headers={"host": settings.SITE_HOST}, raise_request_exception=False)
    assert client.get(f"/readyz?secret={CANARY}").status_code == 500
    [line] = lines(log, "request_failed")
    assert "RuntimeError" in line["exception"]
    assert "test_logs.py" in line["exception"]
    assert CANARY not in log.getvalue()


def test_sensitive_fields_are_redacted_at_any_depth(log):
    structlog.get_logger("test").info(
        "event",
        password=CANARY,
        new_password2=CANARY,
        email="ivanov@example.com",
        phone="+7 495 123-45-67",
        otp_code="123456",
        sessionid=CANARY,
        details={"csrfmiddlewaretoken": CANARY, "items": [{"access_token": CANARY}]},
        code=404,
        member="0901",
    )
    [line] = lines(log, "event")
    assert line["password"] == line["email"] == line["phone"] == line["otp_code"] == REDACTED
    assert (line["code"], line["member"]) == (404, "0901")
    assert CANARY not in log.getvalue()


def test_lines_of_libraries_take_the_same_way(log):
    logging.getLogger("some.library").warning("refused ivanov@example.com at %s", f"https://host/path?key={CANARY}")
    [line] = [json.loads(line) for line in log.getvalue().splitlines()]
    assert line["event"] == f"refused {REDACTED} at https://host/path?{REDACTED}"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("GET /activate/abc/", f"GET /activate/{REDACTED}/"),
        ("/chernovik/Zx81aQpLm20fKs93hdTT/", f"/chernovik/{REDACTED}/"),
        ("/novosti/o-vnesenii-izmeneniy-v-reglament-2026/", "/novosti/o-vnesenii-izmeneniy-v-reglament-2026/"),
        ("DETAIL:  Key (inn)=(7700000001) already exists.\nnext", f"DETAIL: {REDACTED}\nnext"),
        ("postgres://user:pass@host/db", f"postgres://{REDACTED}@host/db"),
        ("{'sessionid': 'abc', 'n': 1}", f"{{'sessionid': {REDACTED}, 'n': 1}}"),
        ("позвонить 8 (495) 123-45-67", f"позвонить {REDACTED}"),
        ("member 0901, INN 7700000001, 12 rows", "member 0901, INN 7700000001, 12 rows"),
    ],
)
def test_text_is_searched_for_secrets(text, written):
    assert redact_text(text) == written


def test_task_learns_the_request_id_and_nothing_about_the_person():
    from django_structlog.celery.signals import modify_context_before_task_publish

    context = {"request_id": "1", "ip": "203.0.113.7", "user_id": 5}
    modify_context_before_task_publish.send(sender=None, context=context)
    assert context == {"request_id": "1"}
