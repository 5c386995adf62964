"""A real browser on both hosts of a live server.

The browser is Debian's Chromium: nothing is downloaded, and it is kept off the
network. Each test has a context of its own and fails by itself when the page asks
a foreign host for anything, breaks the Content-Security-Policy or throws an error.
"""

import os
import shutil
import threading
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import sync_playwright

from tests.factories.roots import ensure_prepared

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
AXE = django_settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: What another look can change on a page that was checked whole: colours and sizes, not names and structure.
AXE_LOOK_RULES = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]


@pytest.fixture(scope="session")
def browser():
    """One Chromium for the whole session."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    # Playwright keeps an event loop in this thread; the ORM would refuse to work beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def live_site(browser, live_server, settings):
    """A prepared site behind the live server, its addresses carrying the live port. Gives the port.

    What closed pages still asked for is waited out: a request under way would hold the tables that are to be emptied.
    """
    others = set(threading.enumerate())
    port = urlsplit(live_server.url).port
    settings.HOST_PORT = str(port)
    settings.SITE_URL = f"http://{settings.SITE_HOST}:{port}"
    settings.LK_URL = f"http://{settings.LK_HOST}:{port}" if settings.LK_ADDON else ""
    settings.WAGTAILADMIN_BASE_URL = settings.SITE_URL
    ensure_prepared()
    yield port
    for thread in set(threading.enumerate()) - others:
        if "process_request_thread" in thread.name:
            thread.join(30)
            assert not thread.is_alive(), "the live server still answers a page that was closed"


@pytest.fixture
def site_url(live_site, settings):
    """The public site's address, without a slash at the end."""
    return settings.SITE_URL


@pytest.fixture
def lk_url(live_site, settings):
    """The cabinet's address, without a slash at the end."""
    return settings.LK_URL


@pytest.fixture
def new_page(browser, live_site, settings):
    """Make a watched page; keyword arguments go to the browser's context (viewport, java_script_enabled, …)."""
    ours = {f"{settings.SITE_HOST}:{live_site}", f"{settings.LK_HOST}:{live_site}"}
    contexts, faults = [], []

    def on_request(request):
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc not in ours:
            faults.append(f"request to a foreign host: {request.url}")

    def on_console(message):
        if message.type == "error" and "Content Security Policy" in message.text:
            faults.append(f"CSP: {message.text}")

    def make(**options):
        context = browser.new_context(**{"locale": "ru-RU", "viewport": {"width": 1280, "height": 800}} | options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)  # a loaded machine is slow, not broken
        context.on("request", on_request)
        context.on("console", on_console)
        context.on("weberror", lambda error: faults.append(f"page error: {error.error}"))
        return page

    yield make
    for context in contexts:
        context.close()
    assert not faults, "\n".join(faults)


@pytest.fixture
def page(new_page):
    """A watched page, 1280 by 800, in a fresh context."""
    return new_page()


@pytest.fixture
def axe():
    """``axe(page)``: fail on any violation of WCAG 2.2 AA or of axe's best practices.

    With ``look_only``, on those that another look can bring to a page that was checked whole before.
    """
    source = AXE.read_text()

    def check(page, exclude=(), *, look_only=False):
        page.evaluate(source)
        rules = {"type": "rule", "values": AXE_LOOK_RULES} if look_only else {"type": "tag", "values": AXE_TAGS}
        result = page.evaluate(
            "([rules, exclude]) => axe.run({exclude}, {runOnly: rules})",
            [rules, [[selector] for selector in exclude]],
        )
        found = [
            f"{violation['id']}: {violation['help']}\n    "
            + "\n    ".join(f"{node['target']} {node.get('failureSummary', '')}" for node in violation["nodes"])
            for violation in result["violations"]
        ]
        assert not found, "\n".join([page.url, *found])

    return check
