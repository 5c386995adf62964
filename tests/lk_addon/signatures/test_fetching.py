"""Lists of revoked certificates are fetched from where staff said, and from nowhere inside."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from lk_addon.signatures.domain import fetching
from lk_addon.signatures.domain.fetching import FetchError, fetch, fetch_all
from lk_addon.signatures.models import RevocationList, TrustedCertificate
from tests.factories.signatures import trust

pytestmark = pytest.mark.req("REQ-3.2.1")


class Answers(BaseHTTPRequestHandler):
    """Gives what the test put into the server."""

    def do_GET(self):
        status, body = self.server.pages.get(self.path, (404, b""))
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        if status == 302:
            self.send_header("Location", "/list.crl")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture
def server(settings):
    settings.CRL_PRIVATE_ADDRESSES = True
    made = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    made.pages = {"/list.crl": (200, b"list"), "/moved.crl": (302, b"")}
    made.address = f"http://127.0.0.1:{made.server_port}"
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield made
    made.shutdown()
    thread.join()
    made.server_close()


def test_what_stands_at_the_address_is_given(server):
    assert fetch(f"{server.address}/list.crl") == b"list"


def test_nobody_is_followed_elsewhere(server):
    with pytest.raises(FetchError, match="302"):
        fetch(f"{server.address}/moved.crl")


def test_too_much_is_given_up(server, monkeypatch):
    monkeypatch.setattr(fetching, "MAX_LIST", 3)
    with pytest.raises(FetchError, match="велик"):
        fetch(f"{server.address}/list.crl")


def test_hosts_that_settings_leave_out_are_not_asked(server, settings):
    settings.CRL_HOSTS = ["crl.example.com"]
    with pytest.raises(FetchError, match="CRL_HOSTS"):
        fetch(f"{server.address}/list.crl")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/list.crl",
        "http://[::1]/list.crl",
        "http://[::ffff:127.0.0.1]/list.crl",
        "http://10.0.0.1/list.crl",
        "http://169.254.169.254/latest/",
        "http://localhost/list.crl",
        "http://2130706433/list.crl",
        "http://crl.example.com:8080/list.crl",
        "http://user:word@crl.example.com/list.crl",
        "file:///etc/passwd",
        "ftp://crl.example.com/list.crl",
        "http://[bad/list.crl",
    ],
)
def test_hostile_addresses_are_refused_before_anything_is_sent(url, monkeypatch):
    monkeypatch.setattr(fetching, "_connection", lambda *args: pytest.fail("it was asked"))
    with pytest.raises(FetchError):
        fetch(url)


@pytest.mark.django_db
def test_lists_are_stored_and_failures_stand_in_the_row(gost, server):
    root, issuer = trust(gost, lists=False)
    server.pages["/issuer.crl"] = (200, gost.issuer.crl())
    TrustedCertificate.objects.filter(pk=root.pk).update(crl_url=f"{server.address}/none.crl")
    TrustedCertificate.objects.filter(pk=issuer.pk).update(crl_url=f"{server.address}/issuer.crl")
    fetch_all()
    root.refresh_from_db()
    issuer.refresh_from_db()
    assert RevocationList.objects.get().issuer == issuer
    assert (issuer.crl_problem, root.crl_problem) == ("", "Сервер ответил кодом 404.")
