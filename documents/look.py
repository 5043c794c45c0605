"""Look of documents: an accent color that can be read, and a logo."""

import base64
import re
from dataclasses import dataclass

# That of the covers, tokens.css: --stream.
ACCENT = "#0b63b6"
_COLOR = re.compile("#[0-9a-f]{6}")


@dataclass(frozen=True, slots=True)
class Look:
    """`accent` is a color of six hexadecimal digits that can be read on white; `logo` a PNG, or None."""

    accent: str = ACCENT
    logo: bytes | None = None

    @property
    def logo_uri(self) -> str:
        """The logo for a page; "" without one."""
        return f"data:image/png;base64,{base64.b64encode(self.logo).decode()}" if self.logo else ""


def is_color(text: str) -> bool:
    """True if it is a color of six hexadecimal digits in lower case after "#"."""
    return _COLOR.fullmatch(text) is not None


# --- Whether a color can be read ------------------------------------------------------------------

# The contrast that text on white needs (WCAG 2.2, 1.4.3).
LEAST_CONTRAST = 4.5


def contrast(color: str, other: str = "#ffffff") -> float:
    """From 1 (the same) to 21 (black and white), for colors of six hexadecimal digits after "#".

    WCAG 2.2, definitions of contrast ratio and relative luminance.
    """
    darker, lighter = sorted((_luminance(_channels(color)), _luminance(_channels(other))))
    return (lighter + 0.05) / (darker + 0.05)


def darkened(color: str) -> str:
    """The lightest color of the same hue that can be read on white, `color` itself if it can."""
    red, green, blue = _channels(color)
    for part in range(100, -1, -1):
        candidate = "#" + "".join(f"{round(each * part / 100):02x}" for each in (red, green, blue))
        if contrast(candidate) >= LEAST_CONTRAST:
            return candidate
    return "#000000"


def _channels(color: str) -> tuple[int, int, int]:
    digits = color.removeprefix("#")
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def _luminance(channels: tuple[int, int, int]) -> float:
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (channel / 255 for channel in channels)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
