"""Fetching lists of revoked certificates from the addresses that staff entered beside trusted authorities.

The server asks outward, so it asks carefully: http and https on their usual ports, hosts that stand in a row (and in
``CRL_HOSTS`` where that is set), the address resolved once and asked by number, public addresses only, no redirect, a
cap of size, a limit of time.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from lk_addon.signatures.domain.trust_store import store_list
from lk_addon.signatures.models import TrustedCertificate

MAX_LIST = 64 * 1024 * 1024  # bytes
PIECE = 64 * 1024
PAUSE = 15  # seconds of silence
WHOLE = 120  # seconds for all of it
PORTS = {"http": 80, "https": 443}


class FetchError(Exception):
    """The list could not be fetched; the text says why, in Russian."""


def fetch_all():
    """Fetch the list of every trusted authority that has an address; what went wrong stands in its row."""
    for row in TrustedCertificate.objects.filter(removed_at=None).exclude(crl_url=""):
        problem = ""
        try:
            store_list(issuer=row, data=fetch(row.crl_url))
        except FetchError as error:
            problem = str(error)
        except ValidationError as error:
            problem = error.messages[0]
        tried = TrustedCertificate.objects.filter(pk=row.pk)
        tried.update(crl_tried_at=timezone.now(), crl_problem=problem[:300])


def fetch(url):
    """Return the bytes at ``url``. Raises FetchError."""
    parts = _checked(url)
    address = _resolved(parts)
    deadline = time.monotonic() + WHOLE
    connection = _connection(parts, address)
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("GET", path, headers={"Host": parts.netloc, "Accept": "*/*"})
        response = connection.getresponse()
        if response.status != http.client.OK:
            raise FetchError(f"Сервер ответил кодом {response.status}.")
        found = bytearray()
        while piece := response.read(PIECE):
            found += piece
            if len(found) > MAX_LIST:
                raise FetchError("Список слишком велик.")
            if time.monotonic() > deadline:
                raise FetchError("Список загружается слишком долго.")
        return bytes(found)
    except (OSError, http.client.HTTPException) as error:
        raise FetchError("Сервер списков не отвечает.") from error
    finally:
        connection.close()


def _checked(url):
    """Return the parts of an address that may be asked. Raises FetchError."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise FetchError("Адрес списка неверен.") from error
    if parts.scheme not in PORTS or not parts.hostname or parts.username or parts.password:
        raise FetchError("Адрес списка должен начинаться с http:// или https:// и не содержать имени и пароля.")
    if port not in (None, PORTS[parts.scheme]) and not settings.CRL_PRIVATE_ADDRESSES:
        raise FetchError("В адресе списка не бывает номера порта.")
    if settings.CRL_HOSTS and parts.hostname not in settings.CRL_HOSTS:
        raise FetchError("С этого сервера списки не загружаются: его нет в настройке CRL_HOSTS.")
    return parts


def _resolved(parts):
    """Return the one IP address that will be asked; all that the name has must be public. Raises FetchError."""
    port = parts.port or PORTS[parts.scheme]
    try:
        found = {entry[4][0] for entry in socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as error:
        raise FetchError("Имя сервера списков не найдено.") from error
    if not settings.CRL_PRIVATE_ADDRESSES and not all(_is_public(address) for address in found):
        raise FetchError("Адрес списка ведёт во внутреннюю сеть.")
    return sorted(found)[0]


def _is_public(address):
    parsed = ipaddress.ip_address(address)
    parsed = getattr(parsed, "ipv4_mapped", None) or parsed
    return parsed.is_global and not parsed.is_multicast


class _PinnedHttps(http.client.HTTPSConnection):
    """Connects to the address that was checked and compares the certificate with the name."""

    def __init__(self, host, address, **options):
        super().__init__(host, **options)
        self.address = address

    def connect(self):
        """Open the socket by number."""
        plain = socket.create_connection((self.address, self.port), self.timeout)
        self.sock = self._context.wrap_socket(plain, server_hostname=self.host)


def _connection(parts, address):
    port = parts.port or PORTS[parts.scheme]
    if parts.scheme == "https":
        context = ssl.create_default_context()
        return _PinnedHttps(parts.hostname, address, port=port, timeout=PAUSE, context=context)
    return http.client.HTTPConnection(address, port, timeout=PAUSE)
