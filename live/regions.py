"""The registry of page regions that the event streams keep current.

Apps register their regions from ``AppConfig.ready()``. A region belongs to one audience; a fragment for an
audience is seen by everyone in it, so it must not contain what only one person may see. Personal parts are
registered with ``pull=True``: the stream then carries a notice and each page asks for its own part.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeVar, cast

from django.utils.translation import get_language

AUDIENCES: Final[frozenset[str]] = frozenset({"console", "remote", "room", "stage", "observer"})

T = TypeVar("T")


class Screen(NamedTuple):
    """The content of a screen: the regions of an audience, of the breakout room ``track`` (a primary key;
    None is the room for everyone), in a language. All screens that show the same share each drawing."""

    audience: str
    track: int | None = None
    language: str = "en"


class PlaceGone(Exception):
    """The breakout room of a snapshot no longer exists, or the screen is in another language by now; the
    screens that show it load their page again."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The input of a drawing: one workshop, for one audience, in one tick.

    ``revision`` is read before anything is rendered, so a fragment shows at least that revision.
    ``connected`` holds the uuids of the participants with an open stream. ``track_id`` names the breakout
    room whose people see it, None for the room for everyone. ``cache`` lives for one tick and is shared by
    all its regions of that room, of every audience: a result that depends on the audience needs the audience
    in its key. The language is the active one of gettext. ``for_page``: it is drawn with a page, whose
    stream brings at once what is left out.
    """

    workshop_id: int
    revision: int
    audience: str
    connected: frozenset[str]
    cache: dict[Hashable, object] = field(default_factory=dict, compare=False)
    track_id: int | None = None
    for_page: bool = False

    def once(self, key: Hashable, compute: Callable[[], T]) -> T:
        """Return ``compute()``, called at most once per tick, breakout room and language for ``key``."""
        return self.read(("in", get_language(), key), compute)

    def read(self, key: Hashable, load: Callable[[], T]) -> T:
        """Return ``load()``, called at most once per tick and breakout room for ``key``, whatever languages
        are drawn: for what holds no translated text, such as rows and counts."""
        slot = self.track_id, key
        if slot not in self.cache:
            self.cache[slot] = load()
        return cast(T, self.cache[slot])


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a page, ``<element data-region="key">``, and how it is drawn again when one of its topics
    changes.

    ``render`` returns the inner HTML of the element. ``render_item``, for boards, returns the outer HTML of
    one ``<element data-item="key">`` inside the region, or None when the item is gone; changes that name keys
    then send only those items. ``pull=True`` sends a notice instead of HTML; such a region has no ``render``.
    """

    key: str
    audience: str
    topics: frozenset[str]
    render: Callable[[Snapshot], str] | None = None
    render_item: Callable[[Snapshot, str], str | None] | None = None
    pull: bool = False

    def __post_init__(self) -> None:
        if self.audience not in AUDIENCES:
            raise ValueError(f"Region {self.key!r} names an unknown audience: {self.audience!r}.")
        if self.pull == (self.render is not None):
            raise ValueError(f"Region {self.key!r} needs either a render function or pull=True.")
        if not self.topics:
            raise ValueError(f"Region {self.key!r} has no topics, so it would never change.")


_regions: dict[str, dict[str, Region]] = {}


def register(region: Region) -> None:
    """Add a region. The same key again for the same audience is a mistake and raises ValueError."""
    of_audience = _regions.setdefault(region.audience, {})
    if of_audience.setdefault(region.key, region) is not region:
        raise ValueError(f"Region {region.key!r} is already registered for the audience {region.audience!r}.")


def regions_for(audience: str) -> tuple[Region, ...]:
    """Return the regions of an audience in the order of their registration; an unknown audience has none."""
    return tuple(_regions.get(audience, {}).values())
