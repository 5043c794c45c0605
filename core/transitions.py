"""Steps from one state of an artifact to another, by a table of transitions."""

from dataclasses import dataclass

from core.labels import Text


@dataclass(frozen=True, slots=True)
class Move:
    """`action` is what the button says, `reason` when it is right to press it."""

    action: Text
    reason: Text
