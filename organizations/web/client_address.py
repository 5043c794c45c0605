"""Origin of a request."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address that a request came from, as far as settings.TRUSTED_PROXIES lets us believe it.

    An IPv6 client is its /64: a client that has one address of that network may use all of them.
    """
    chain = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    chain.append(request.META.get("REMOTE_ADDR", ""))
    # Each trusted proxy added what it saw at the right end; what stands further left may be invented.
    claimed = chain[max(0, len(chain) - 1 - settings.TRUSTED_PROXIES)]
    try:
        address = ipaddress.ip_address(claimed)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
