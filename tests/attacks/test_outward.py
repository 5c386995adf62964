"""The server asks no other server because somebody typed an address (SSRF)."""

import socket

import pytest
from django.conf import settings
from wagtail.embeds.embeds import get_embed
from wagtail.embeds.exceptions import EmbedUnsupportedProviderException

from cms.users.groups import ADMINISTRATORS, APPROVERS, EDITORS
from tests.factories.staff import make_staff
from tests.scenarios import back_office_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("prepared_site")]

HOSTILE = [
    "http://169.254.169.254/latest/meta-data/",
    "http://127.0.0.1:6379/",
    "http://[::1]/",
    "http://localhost/admin/",
    "file:///etc/passwd",
    "https://www.youtube.com/watch?v=dQw4w9WgXcQ",  # a provider that the framework would ask
    "https://vimeo.com/1",
]


@pytest.fixture
def no_way_out(monkeypatch):
    """Let every attempt to reach an address over the network fail the test, also one that is caught."""
    tried = []

    def connect(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6):
            tried.append(address)
            raise OSError("no way out")
        return connected(self, address)

    connected = socket.socket.connect
    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *asked, **options: tried.append(asked) or [])
    yield
    assert not tried


@pytest.mark.parametrize("address", HOSTILE)
@pytest.mark.parametrize("group", [EDITORS, APPROVERS, ADMINISTRATORS])
def test_an_address_to_embed_is_refused_and_asked_for_by_nobody(group, address, no_way_out):
    page = back_office_of(make_staff(group)).post("/admin/embeds/chooser/upload/", {"embed-chooser-url": address})
    assert page.json()["step"] == "chooser"  # the form again, with what is wrong


@pytest.mark.parametrize("address", HOSTILE)
def test_nobody_provides_embeds(address, no_way_out):
    assert settings.WAGTAILEMBEDS_FINDERS == []
    with pytest.raises(EmbedUnsupportedProviderException):
        get_embed(address)
