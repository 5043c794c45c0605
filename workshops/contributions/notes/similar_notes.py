"""Notes that perhaps belong into a group, by their texts. Pure.

A note is as like a group as it is like the nearest of the group's texts: its name and its notes
(core.text_likeness).
"""

from collections.abc import Sequence
from typing import Final

from core.text_likeness import Alike

USUAL: Final = 0.18
"""From this likeness on, a note is suggested: a person looks through them, and few are lost."""


def like_texts(group: Sequence[str], others: Sequence[str], most: int) -> list[int]:
    """The places of at most so many of the `others` that are like one of the group's texts, the nearest
    first, equal ones in their order."""
    alike = Alike([*group, *others])
    shares = [
        max((alike.share(one, len(group) + place) for one in range(len(group))), default=0.0)
        for place in range(len(others))
    ]
    near = [place for place, share in enumerate(shares) if share >= USUAL]
    return sorted(near, key=lambda place: -shares[place])[:most]
