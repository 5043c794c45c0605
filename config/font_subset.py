"""The part of the interface's font that a first screen needs: `python -m config.font_subset` in the
project's root writes it to static/fonts.

Letters of English and German, digits and the signs that our own words have, in the weights that pages use: 15
of 48 kB. What a text has besides, browsers fetch from the whole font (static/css/base.css). It needs no
settings and no database, since bin/setup runs it before there are any.
"""

from io import BytesIO
from pathlib import Path
from typing import Final

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

WHOLE: Final = "node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2"
PART: Final = "static/fonts/inter-first-wght-normal.woff2"
LETTERS: Final = "".join(map(chr, range(0x20, 0x7F))) + "\N{NO-BREAK SPACE}·×ÄÖÜßáàäåæçèéêíñóôöøúü–—‘’“”„…−"
WEIGHTS: Final = (400, 700)
"""What is lighter is drawn as the first of them."""


def write(root: Path) -> Path:
    """Write the part below the root of the project and return where it is. Raises OSError without the
    whole."""
    narrowed = BytesIO()
    instancer.instantiateVariableFont(TTFont(root / WHOLE), {"wght": WEIGHTS}).save(narrowed)
    font = TTFont(narrowed)
    options = subset.Options(layout_features=["kern", "tnum"], flavor="woff2", hinting=False)
    cut = subset.Subsetter(options)
    cut.populate(text=LETTERS)
    cut.subset(font)
    target = root / PART
    target.parent.mkdir(exist_ok=True)
    # Whole or not at all: a server may collect it at this moment.
    draft = target.with_suffix(".part")
    subset.save_font(font, str(draft), options)
    draft.replace(target)
    return target


if __name__ == "__main__":
    write(Path.cwd())
