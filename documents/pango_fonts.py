"""The fonts of the pages, unwrapped: Pango, which measures words for `dot`, reads no WOFF2.

They are unwrapped once, into the folder of this installation. `dot` then makes its boxes as wide as the
words will be.
"""

import io
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from documents.atomic_files import write_whole

# As static files: a file per script, each with all weights.
FONTS = tuple(
    f"vendor/{family}/{family}-{script}-wght-normal.woff2"
    for family in ("inter", "source-serif-4")
    for script in ("latin", "latin-ext", "greek", "cyrillic")
)

# The fonts of the system stand in for letters that ours lack.
_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <include ignore_missing="yes">/opt/homebrew/etc/fonts/fonts.conf</include>
  <include ignore_missing="yes">/usr/local/etc/fonts/fonts.conf</include>
  <dir prefix="relative">.</dir>
</fontconfig>
"""


def configuration() -> Path:
    """The fontconfig file that knows our fonts. Raises OSError when the folder cannot be written."""
    path = _folder() / "fonts.conf"
    for name in FONTS:
        unwrapped(name)
    if not path.is_file() or path.read_text() != _CONFIGURATION:
        write_whole(path, _CONFIGURATION.encode())
    return path


@lru_cache(maxsize=len(FONTS))
def unwrapped(name: str) -> Path:
    """The font that is the static file `name`, as TrueType. Raises LookupError when there is no such font."""
    source = finders.find(name) if name in FONTS else None
    if not isinstance(source, str):
        raise LookupError(f"there is no font {name}")
    wrapped = Path(source)
    # The size tells one version of the font from another.
    path = _folder() / f"{wrapped.stem}-{wrapped.stat().st_size}.ttf"
    if not path.is_file():
        # Needed once per installation, and slow to load.
        from fontTools.ttLib import woff2

        content = io.BytesIO()
        woff2.decompress(wrapped, content)
        write_whole(path, content.getvalue())
    return path


def _folder() -> Path:
    return Path(settings.VAR_DIR) / "fonts"
