"""The meaning of outlines in all drawings: on the stage, on pages, slides and paper. Pure.

What exists is filled, or has an unbroken outline. A dashed one is around what doesn't exist yet, or no more;
a dotted one around what is left aside. Red and thick is what is missing: dashed around an empty place,
unbroken around an item that exists and lacks another one. Line, thickness and word tell it as well as the
color (WCAG 2.2, 1.4.1). Arrows have their own meanings, which the key of a drawing names.

Words in lists and tables have one color for one meaning, too: RecordState.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext as _

from documents import dot, drawing_key
from documents.drawing_key import KeyEntry
from documents.marks import Mark, Shape

_LINES = frozenset({"solid", "dashed", "dotted"})
_THICK = 5.0
"""The width of a red outline on a stage, in points."""


@dataclass(frozen=True, slots=True)
class StateLook:
    """The look of an outline: `line` is solid, dashed or dotted; one that `is_missing` is red."""

    line: str
    is_missing: bool = False

    @property
    def dash(self) -> str:
        """The line in a chart, as SVG has it."""
        return {"dashed": "5 4", "dotted": "1 4"}.get(self.line, "")

    def color(self, of_kind: str) -> str:
        """The color of the outline of an artifact with this color."""
        return dot.WRONG if self.is_missing else of_kind


class ItemState(Enum):
    """The states that drawings show."""

    THERE = StateLook("solid")
    ABSENT = StateLook("dashed")
    ASIDE = StateLook("dotted")
    LACKING = StateLook("solid", is_missing=True)
    MISSING = StateLook("dashed", is_missing=True)


@dataclass(frozen=True, slots=True)
class PillLook:
    """The look of a state in words. `tone` is good, warn, bad, or "" for gray; `icon` is "" without one."""

    tone: str
    icon: str = ""


class RecordState(Enum):
    """The states that lists and tables name."""

    OPEN = PillLook("warn", "alert")
    """Not filled, not set, or missing: someone has to act."""
    PROPOSED = PillLook("")
    """Not decided yet, or only noted."""
    WAITING = PillLook("", "clock")
    """Not measured yet."""
    DONE = PillLook("good", "check")
    """Agreed, complete, passed or kept."""
    ADDED = PillLook("good", "plus")
    """New."""
    FAILED = PillLook("bad", "close")
    """Failed or violated."""
    ENDED = PillLook("bad", "minus")
    """At its end."""
    LATE = PillLook("bad", "clock")
    """Overdue."""


def in_state(look: Mapping[str, str], state: ItemState, *, thick: float = _THICK) -> dict[str, str]:
    """Return the look of a node in this state, as attributes of DOT. A red outline has `thick` points."""
    styles = [style for style in look.get("style", "filled").split(",") if style not in _LINES]
    if state.value.line != "solid":
        styles.append(state.value.line)
    red = {"color": dot.WRONG, "penwidth": f"{thick:g}"} if state.value.is_missing else {}
    return {**look, "style": ",".join(styles) or "solid", **red}


def mark_look(
    mark: Mark, state: ItemState = ItemState.THERE, *, thick: float = 1.5, is_strong: bool = False
) -> dict[str, str]:
    """The look of an artifact with this mark in this state; one `is_strong` that has an outline in any."""
    look = {
        "style": "filled,rounded" if mark.shape is Shape.ROUNDED else "filled",
        "fillcolor": dot.PAPER if mark.outlined else mark.color,
        "color": mark.color,
        "penwidth": f"{thick}",
    }
    if not mark.outlined:
        has_line = is_strong or state is not ItemState.THERE
        look |= {"color": dot.INK} if has_line else {"penwidth": "0"}
    return in_state(look, state, thick=2 * thick)


def state_of(look: Mapping[str, str]) -> ItemState:
    """The state in which the node with this look is drawn."""
    line = next((style for style in look.get("style", "").split(",") if style in _LINES), "solid")
    return ItemState(StateLook(line, is_missing=look.get("color") == dot.WRONG))


def state_entry(words: str, state: ItemState) -> KeyEntry:
    """The entry of a key for this state."""
    entry = drawing_key.outline(words, color=dot.INK, style="rounded")
    return KeyEntry(words, in_state(entry.look, state))


def absent_entry() -> KeyEntry:
    """The entry of data products that don't exist yet."""
    return state_entry(_("Proposed or planned"), ItemState.ABSENT)


def missing_entry() -> KeyEntry:
    """The entry of empty places."""
    return state_entry(_("Missing"), ItemState.MISSING)


def aside_entry() -> KeyEntry:
    """The entry of what isn't about data, or was stopped."""
    return state_entry(_("Not about data, or stopped"), ItemState.ASIDE)
