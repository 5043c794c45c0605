"""Files that a report may load: our own style sheet and fonts, and pictures that it carries itself. Nothing
else."""

from pathlib import Path

from django.contrib.staticfiles import finders

from documents import pango_fonts

# Our assets have a scheme of their own, so that no one mistakes them for an address: asset:css/report.css
SCHEME = "asset:"
STYLES = "css/report.css"
SLIDES = "css/slides.css"
# What canvases and posters have besides.
PAPER_STYLES = "css/paper.css"
# What run sheets have besides.
PLAN_STYLES = "css/plan.css"


def own() -> dict[str, Path]:
    """Paths of our files that a report may load, by their addresses. Raises LookupError when a style
    sheet or a font is missing."""
    sheets = {SCHEME + name: Path(_path_of(name)) for name in (STYLES, SLIDES, PAPER_STYLES, PLAN_STYLES)}
    return {**sheets, **{SCHEME + name: pango_fonts.unwrapped(name) for name in pango_fonts.FONTS}}


def _path_of(name: str) -> str:
    path = finders.find(name)
    if not isinstance(path, str):
        raise LookupError(f"unknown style sheet {name}")
    return path
