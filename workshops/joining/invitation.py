"""Ways into a room: the address, the code, and both as a QR code."""

from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.safestring import SafeString

from workshops.models import Participant, Workshop

_SALT = "discovery.personal_link"
_LINK_AGE = 60 * 60 * 24 * 60


@dataclass(frozen=True, slots=True)
class Invitation:
    """`url` opens the form, `host` and `spoken_code` are for reading out, `qr` is an SVG of `url`."""

    url: str
    host: str
    spoken_code: str
    qr: SafeString

    @property
    def only_here(self) -> bool:
        """True if the address is a loopback address, which a phone cannot open."""
        name = urlsplit(self.url).hostname or ""
        return name == "localhost" or name.endswith(".localhost") or _is_loopback(name)


def of(workshop: Workshop) -> Invitation:
    """The invitation to a workshop at settings.BASE_URL."""
    url = settings.BASE_URL + reverse("discovery:join", args=[workshop.code])
    host = urlsplit(settings.BASE_URL).netloc
    return Invitation(url, f"{host}/join", workshop.spoken_code, qr_code(url))


def _is_loopback(name: str) -> bool:
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


@lru_cache(maxsize=64)
def qr_code(text: str) -> SafeString:
    """An SVG without its own size and without style attributes, dark on nothing."""
    drawing = segno.make(text, error="m", micro=False)
    # Marked safe: segno writes nothing but the path of the squares.
    return SafeString(drawing.svg_inline(border=0, omitsize=True))


def personal_link(participant: Participant) -> str:
    """The address by which a second device becomes the same person."""
    token = signing.dumps(participant.secret, salt=_SALT)
    return settings.BASE_URL + reverse("discovery:join_again", args=[token])


def observer_url(workshop: Workshop) -> str:
    """The read-only link of the workshop, "" while it has none."""
    if not workshop.observer_key:
        return ""
    return settings.BASE_URL + reverse("discovery:observer_link", args=[workshop.observer_key])


def results_url(workshop: Workshop) -> str:
    """The link by which the results of the workshop are shared, "" while there is none."""
    if not workshop.result_key:
        return ""
    return settings.BASE_URL + reverse("discovery:shared_results", args=[workshop.result_key])


def secret_in(token: str) -> str | None:
    """The participant's secret that a personal link carries, None for a forged one or after 60 days."""
    try:
        secret = signing.loads(token, salt=_SALT, max_age=_LINK_AGE)
    except signing.BadSignature:
        return None
    return secret if isinstance(secret, str) else None
