"""The address a request really came from."""

from ipaddress import ip_address, ip_network

from django.conf import settings


def client_ip(request):
    """Return the client's address as text, or None where there is none (a local socket).

    X-Forwarded-For can be written by anybody: it is read only when the connection itself
    comes from one of TRUSTED_PROXIES, and from the right, to the first address that is not one of them.
    """
    address = _parse(request.META.get("REMOTE_ADDR", ""))
    hops = request.headers.get("x-forwarded-for", "").split(",")
    while _is_proxy(address):
        hop = _parse(hops.pop()) if hops else None
        if hop is None:
            break
        address = hop
    return str(address) if address else None


def came_through_proxy(request):
    """Say whether the connection comes from one of TRUSTED_PROXIES, so that its headers are ours."""
    return _is_proxy(_parse(request.META.get("REMOTE_ADDR", "")))


def _is_proxy(address):
    return address is not None and any(address in ip_network(network) for network in settings.TRUSTED_PROXIES)


def _parse(text):
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
