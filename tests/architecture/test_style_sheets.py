"""What holds for every style sheet."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from tests.apps import APPS, ROOT

SHEETS = sorted(Path("static/css").glob("*.css"))
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CHOSEN = re.compile(r"\.(choice|scale label)(:has\(:checked\)|\[aria-pressed)")


def rules(sheet: Path) -> list[tuple[str, str, str]]:
    """Each rule of the sheet: the at-rules around it, its selectors, its declarations."""
    text = _COMMENT.sub("", sheet.read_text())
    around: list[str] = []
    blocks = []
    for head, brace in re.findall(r"([^{}]*)([{}])", text):
        if brace == "{":
            around.append(head.rpartition(";")[2].strip())
        else:
            blocks.append((" ".join(around[:-1]), around.pop(), head))
    return blocks


def test_only_what_can_hover_shows_that_it_does() -> None:
    """A finger leaves the look of a hover behind where it tapped, as if that were chosen."""
    loose = [
        f"{sheet.name}: {selector}"
        for sheet in SHEETS
        for around, selector, _declarations in rules(sheet)
        if ":hover" in selector and "@media (hover: hover)" not in around
    ]
    assert loose == []


def test_what_the_mouse_is_over_does_not_look_chosen() -> None:
    every = [rule for sheet in SHEETS for rule in rules(sheet)]
    chosen = [said for _around, selector, said in every if _CHOSEN.search(selector)]
    washes = {each for said in chosen for each in re.findall(r"background: ([^;]+);", said)}
    assert washes

    hovered = [
        said for _around, selector, said in every if re.search(r"\.(choice|scale label):hover", selector)
    ]
    assert hovered
    assert not [said for said in hovered if any(f"background: {wash}" in said for wash in washes)]


# Classes that are values of a module or a script when a page is made, with where they come from.
_GIVEN = {
    **dict.fromkeys(("observer", "remote"), "the audience of a surface"),
    **dict.fromkeys(("integration", "job", "shared", "use_case"), "the kind of a mark or of a node of a map"),
    **dict.fromkeys(("a3", "a4"), "the size of a sheet to fill in by hand"),
    **dict.fromkeys(("largest", "medium", "smallest"), "how many letters a slide holds"),
    **dict.fromkeys(("high", "low"), "how high the first rows of a table on paper are"),
    "longer": "the size of a slide in the room",
    "skipped": "where an activity of the agenda is",
    "unsent": "how far what somebody typed is, on phones",
}
_CLASS = re.compile(
    r"""\b\w*[cC]lass(?:Name)?\w*\\?["']?(?:=|: )\\?(?:"((?:\{[%{].*?[%}]\}|[^"])*)"|'([^']*)')""", re.DOTALL
)
_BLOCK = re.compile(r"\{% block \w*class %\}(.*?)\{% endblock")
_CHANGED = re.compile(r"classList\.\w+\(([^)]*)\)|className = ([^;]*)")
_TAG = re.compile(r"\{[%{].*?[%}]\}", re.DOTALL)


def on_elements() -> tuple[set[str], tuple[str, ...]]:
    """The classes that are put on elements, and how those begin that a value ends."""
    said = []
    for folder in ("templates", "static/js", *APPS):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in {".html", ".js", ".py"}:
                text = path.read_text()
                said += ["".join(each) for each in _CLASS.findall(text)]
                said += _BLOCK.findall(text)
                said += [f"{{{{{' '.join(each)}}}}}" for each in _CHANGED.findall(text)]
    words = {word for each in said for word in _TAG.sub(" ", each).split()}
    words |= {
        word
        for each in said
        for tag in _TAG.findall(each)
        for quoted in re.findall(r"""["'`]([^"'`]*)["'`]""", tag)
        for word in re.split(r"[\s,]+", quoted)
    }
    begun = {start for each in said for start in re.findall(r"([A-Za-z][\w-]*-)\$?\{", each)}
    return words, tuple(begun)


def test_every_class_is_on_something() -> None:
    """A class that is on no element styles nothing. `heat-{{ level }}` stands for heat-1."""
    words, begun = on_elements()
    styled = {
        name
        for sheet in SHEETS
        for _around, selector, _said in rules(sheet)
        for name in re.findall(r"\.([A-Za-z][\w-]*)", re.sub(r'"[^"]*"', "", selector))
    }
    loose = {name for name in styled if name not in words and not name.startswith(begun)}
    assert loose == _GIVEN.keys()


# The sheets below all others, weakest first, with their layers.
_LAYERS = {"tokens": "tokens", "base": "base"} | dict.fromkeys(
    ("forms", "components", "layout"), "components"
)


def test_base_sheets_are_in_layers() -> None:
    """In the declared order; what is in no layer wins over them, so nothing of theirs may be outside."""
    orders = [
        (sheet.stem, order)
        for sheet in SHEETS
        for order in re.findall(r"@layer ([^;{]*);", _COMMENT.sub("", sheet.read_text()))
    ]
    assert orders == [("tokens", ", ".join(dict.fromkeys(("reboot", *_LAYERS.values()))))]

    outside = {
        f"{sheet.name}: {around or selector}"
        for sheet in SHEETS
        for around, selector, _said in rules(sheet)
        if not selector.startswith("@layer")
        and (re.findall(r"@layer (\w+)", around) or [None]) != [_LAYERS.get(sheet.stem)]
    }
    assert outside == set()


def test_no_sheet_of_others_is_linked() -> None:
    """Linked, it would be in no layer and win over ours. `@import … layer(…)` brings it in."""
    links = {
        path.name
        for path in (ROOT / "templates").rglob("*.html")
        if re.search(r'rel="stylesheet"[^>]*vendor/', path.read_text())
    }
    assert links == set()


# In rem: a large phone, a phone held across, a tablet, a laptop, a large laptop.
WIDTHS = {"30", "40", "48", "64", "76"}
# Other widths, by sheet. The list only gets shorter.
OTHER_WIDTHS = {
    "board.css": {"110"},
    "console.css": {"90", "110"},
    "responsibilities.css": {"100"},
    "room.css": {"16", "22"},
    "scoring.css": {"34"},
    **{f"stage{part}.css": {"60"} for part in ("", "-answers", "-ranking", "-spotlight", "-work")},
    "steering.css": {"60"},
    "tree-present.css": {"100"},
    "workshops.css": {"90"},
}


def test_sheets_change_at_five_widths() -> None:
    """Pages that change at the same widths are looked at in five of them. 40.01rem would be a sixth: use
    `width > 40rem`."""
    others: dict[str, set[str]] = {}
    for sheet in SHEETS:
        heads = re.findall(r"@media([^{]*)\{", _COMMENT.sub("", sheet.read_text()))
        widths = {width for head in heads for width in re.findall(r"width[^\d(){]*([\d.]+)rem", head)}
        if widths - WIDTHS:
            others[sheet.name] = widths - WIDTHS
    assert others == OTHER_WIDTHS, "use one of WIDTHS; a sheet that no longer needs another leaves the list"


def test_no_style_sheet_depends_on_orientation() -> None:
    """A page is read both ways. Axe is kept from loading sheets, so it does not look (browser/looking.py)."""
    assert [sheet.name for sheet in SHEETS if "orientation" in _COMMENT.sub("", sheet.read_text())] == []


def test_sheets_have_their_widths_in_rem() -> None:
    """Larger type asks for the layout of a narrower page."""
    heads = {
        f"{sheet.name}: {head.strip()}"
        for sheet in SHEETS
        for head in re.findall(r"@media([^{]*)\{", _COMMENT.sub("", sheet.read_text()))
        if re.search(r"\d(px|em)\b", head)
    }
    assert heads == set()


_DEEP = r"\((?:[^()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*\)"
_ASIDE = re.compile(rf":(?:has|not){_DEEP}|\"[^\"]*\"")


def subjects(selector: str, parents: set[str]) -> set[str]:
    """The classes of what a selector matches, not of what is around it; `&` has the `parents`."""
    classes: set[str] = set()
    for each in re.findall(rf"(?:[^,()]|{_DEEP})+", _ASIDE.sub("*", selector)):
        *_outer, last = ["", *re.findall(rf"(?:[^\s>+~()]|{_DEEP})+", each)]
        classes |= set(re.findall(r"\.([A-Za-z][\w-]*)", re.sub(_DEEP, "", last)))
        classes |= parents if "&" in last else set()
        for group in re.findall(rf":(?:is|where)({_DEEP})", last):
            classes |= subjects(group[1:-1], parents)
    return classes


def ruled(sheet: Path) -> set[str]:
    """The classes of the elements that the sheet gives declarations to."""
    around: list[set[str]] = [set()]
    classes: set[str] = set()
    for head, brace in re.findall(r"([^{}]*)([{}])", _COMMENT.sub("", sheet.read_text())):
        declared, _, selector = head.rpartition(";") if brace == "{" else (head, "", "")
        if ":" in declared:
            classes |= around[-1]
        if brace == "}":
            around.pop()
        elif selector.strip().startswith("@"):
            around.append(around[-1])
        else:
            around.append(subjects(selector, around[-1]))
    return classes


# Classes that three sheets rule, or more, with the number of sheets. The sheet of the components rules those
# of a component. Where a page differs, its sheet sets a custom property which the component reads. Neither
# the list nor a number gets larger.
RULED_BY_MANY = """
    about:8 apart:3 asked-votes:3 at-hand:7 bar:8 between:10 board-card:5 board-result-name:4 business:4
    button:18 card:5 card-board:4 chart:4 chip:16 code:4 column:3 count:4 cut:5 dumbbell:4 ends:6
    figures:3 grow:14 icon:21 it:4 item:8 kicker:12 lead:5 loose:4 muted:16 name:7 node:4 note-card:3
    num:12 number:10 other:4 picture:3 place:8 proposal:3 push:3 quiet:4 rank:5 ranking:6 room-says:3
    row-tools:9 said:22 scale:4 score:4 shortlist:3 side-mark:3 small:25 spotlight:3 spotlit-list:3
    stack:10 stage-main:6 steps:4 strip:4 table-wrap:5 talk:3 timer:9 toasts:4 total:4 way:5 who:4
"""


def test_a_class_is_ruled_in_two_sheets_at_most() -> None:
    """What a page shows then depends on few sheets."""
    sheets = Counter(name for sheet in SHEETS for name in ruled(sheet))
    counts = {name: count for name, count in sheets.items() if count > 2}
    most = {name: int(count) for name, count in (each.split(":") for each in RULED_BY_MANY.split())}
    assert counts == most, "rule the class in fewer sheets, and write smaller numbers here"
