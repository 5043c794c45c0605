"""Logos that people upload, drawn again, so that nothing of a file is kept but its pixels."""

import io

# What is kept at most, in pixels: enough for a cover in print.
SIZE = (800, 240)
MOST_BYTES = 2_000_000
MOST_PIXELS = 20_000_000
# Formats of pixels alone; an SVG is a program.
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP")


class BadLogo(ValueError):
    """No logo; `reason` is "large", "pixels" or "format"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def redrawn(content: bytes) -> bytes:
    """The picture as PNG of at most SIZE, without anything that stood beside its pixels.

    Raises BadLogo for what is too large, is no picture, or is damaged.
    """
    if len(content) > MOST_BYTES:
        raise BadLogo("large")
    from PIL import Image, ImageOps  # read when it is needed: every start and command would wait for it

    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
            # Known before anything is unpacked: a few bytes may say that they are a billion pixels.
            if opened.width * opened.height > MOST_PIXELS:
                raise BadLogo("pixels")
            # Damage is found also where another library has told Pillow to forgive it.
            opened.verify()
        with Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
            whole = ImageOps.exif_transpose(opened).convert("RGBA")
    except BadLogo:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise BadLogo("pixels") from None
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError):
        raise BadLogo("format") from None
    whole.thumbnail(SIZE, Image.Resampling.LANCZOS)
    picture = Image.new("RGBA", whole.size)  # without what the file said beside its pixels
    picture.paste(whole)
    target = io.BytesIO()
    picture.save(target, "PNG", optimize=True)
    return target.getvalue()
