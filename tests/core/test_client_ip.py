"""Whose word about the visitor's address is believed."""

import pytest
from django.test import RequestFactory

from cms.core.client_ip import client_ip


def ip(remote, forwarded=None):
    headers = {"x-forwarded-for": forwarded} if forwarded is not None else {}
    return client_ip(RequestFactory(headers=headers).get("/", REMOTE_ADDR=remote))


@pytest.mark.parametrize("forwarded", ["10.0.0.1", "10.0.0.1, 10.0.0.2", "127.0.0.1"])
def test_a_visitor_cannot_name_his_address(settings, forwarded):
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    assert ip("203.0.113.7", forwarded) == "203.0.113.7"


@pytest.mark.parametrize(
    ("forwarded", "expected"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("10.0.0.1, 203.0.113.7", "203.0.113.7"),  # the left part came from the visitor
        ("203.0.113.7, 192.0.2.10", "203.0.113.7"),  # two proxies of ours
        ("2001:db8::7", "2001:db8::7"),
        ("мусор, 203.0.113.7", "203.0.113.7"),
        ("мусор", "127.0.0.1"),
        ("", "127.0.0.1"),
        (None, "127.0.0.1"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
    ],
)
def test_our_proxy_is_believed_from_the_right(settings, forwarded, expected):
    settings.TRUSTED_PROXIES = ["127.0.0.1", "::1", "192.0.2.0/24"]
    assert ip("127.0.0.1", forwarded) == expected


def test_without_proxies_nobody_is_believed(settings):
    settings.TRUSTED_PROXIES = []
    assert ip("127.0.0.1", "203.0.113.7") == "127.0.0.1"


def test_a_local_socket_has_no_address(settings):
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    assert ip("", "203.0.113.7") is None
