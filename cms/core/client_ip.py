"""The address a request really came from."""

from ipaddress import ip_address, ip_network

from django.conf import settings


def client_ip(request):
    """Return the client's address as text, or None where there is none (a local socket).

    X-Forwarded-For can be written by anybody: it is read only when the connection itself
    comes from one of TRUSTED_PROXIES, and from the right, to the first address that is not one of them.
    """
    trusted = [ip_network(network) for network in settings.TRUSTED_PROXIES]
    address = _parse(request.META.get("REMOTE_ADDR", ""))
    hops = request.headers.get("x-forwarded-for", "").split(",")
    while address and any(address in network for network in trusted):
        hop = _parse(hops.pop()) if hops else None
        if hop is None:
            break
        address = hop
    return str(address) if address else None


def _parse(text):
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
