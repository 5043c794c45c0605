"""Answers to what reaches no page: one sentence, and the headers of every answer."""

from typing import Final

# Only what browsers know: Chromium warns of any other name on each page.
_OF_THE_DEVICE: Final = (
    *("camera", "microphone", "geolocation", "display-capture"),
    *("payment", "usb", "serial", "midi", "hid"),
)
NO_DEVICE: Final = ", ".join(f"{feature}=()" for feature in _OF_THE_DEVICE)

PAGE: Final = b"text/html; charset=utf-8"
JSON: Final = b"application/json"
HEADERS: Final[tuple[tuple[bytes, bytes], ...]] = (
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", NO_DEVICE.encode()),
    (b"cache-control", b"no-store"),
    (b"connection", b"close"),
)


def page(sentence: str) -> bytes:
    """A web page of one sentence, which is ours and holds nothing that was sent."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>Headwaters</title></head>'
        f'<body><p>{sentence}</p><p><a href="/">Headwaters</a></p></body></html>'
    ).encode()


def headers(body: bytes, kind: bytes = PAGE) -> list[tuple[bytes, bytes]]:
    """The headers of an answer with this body, after which the connection is closed."""
    return [(b"content-type", kind), *HEADERS, (b"content-length", str(len(body)).encode())]
