"""Spotlights of a discovery's content: parts that exist once, such as its tree, by the uuid of the discovery,
and each artifact of a list by its own."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, TypeVar, Unpack

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.clean_text import is_uuid
from core.labels import Text
from core.models import Artifact
from discovery.models import Discovery
from documents.diagrams import DrawingTexts
from documents.lanes_drawing import Lane
from workshops.activities.live_drawings import live_drawing
from workshops.models import Workshop
from workshops.registries import Spotlight
from workshops.room.drawing_camera.rules import StopGroup

A = TypeVar("A", bound=Artifact)

# The stage shows as many of these lines as it has room for, and the number of the others.
MOST_LINES = 20
SHAPE = 0.51
"""Height over width of a drawing on the stage, below its title."""
BELOW_HEADLINE = 0.495
"""The same below a title that has its name above."""
PICTURE = "workshops/spotlights/picture.html"
"""The template of a drawing with its title; `picture` makes its context."""


def whole(
    key: str,
    label: Text,
    order: int,
    template: str,
    *,
    is_there: Callable[[Discovery], bool],
    context: Callable[[Discovery], dict[str, Any] | None],
    near: Collection[str] = (),
) -> Spotlight:
    """The spotlight on it. `is_there` says whether to offer it: it is asked for every form that lists what
    can be shown, so it looks at no more than it needs. `context` is what the template shows, None for
    nothing; `near` are the kinds of activity that it belongs to."""

    def choices(discovery: Discovery) -> list[tuple[str, str]]:
        return [(str(discovery.uuid), _("Current state"))] if is_there(discovery) else []

    def shown(discovery: Discovery, uuid: str) -> dict[str, Any] | None:
        return context(discovery) if str(discovery.uuid) == uuid else None

    return Spotlight(key, label, order, template, choices, shown, is_whole=True, near=frozenset(near))


def each_of(
    key: str,
    label: Text,
    order: int,
    template: str,
    *,
    rows: Callable[[Discovery], QuerySet[A]],
    context: Callable[[Discovery, A], dict[str, Any] | None],
    of_workshop: Callable[[Workshop], Mapping[str, int | None]] | None = None,
) -> Spotlight:
    """The spotlight on one of the `rows`. `context` is what the template shows of it, None for nothing;
    `of_workshop` is that of Spotlight."""

    def choices(discovery: Discovery) -> list[tuple[str, str]]:
        return [(str(row.uuid), str(row)) for row in rows(discovery)]

    def shown(discovery: Discovery, uuid: str) -> dict[str, Any] | None:
        row = rows(discovery).filter(uuid=uuid).first() if is_uuid(uuid) else None
        return None if row is None else context(discovery, row)

    return Spotlight(key, label, order, template, choices, shown, of_workshop=of_workshop)


def any_of(*models: type[Any]) -> Callable[[Discovery], bool]:
    """Says of a discovery whether it has a row of one of the models."""

    def is_there(discovery: Discovery) -> bool:
        return any(model.objects.filter(discovery=discovery).exists() for model in models)

    return is_there


def first_lines(name: str, rows: Sequence[Any], *, most: int = MOST_LINES) -> dict[str, Any]:
    """The context of a list: its first `most` rows as `name`, and as "more" the number of the others."""
    return {name: rows[:most], "more": len(rows[most:])}


def lane_groups(lanes: Iterable[Lane]) -> list[StopGroup]:
    """The lanes of documents.lanes_drawing, for the camera."""
    return [StopGroup(lane.key, lane.heading, lane.names) for lane in lanes]


def picture(
    discovery: Discovery,
    key: str,
    source: str,
    groups: Iterable[StopGroup] = (),
    **words: Unpack[DrawingTexts],
) -> dict[str, Any]:
    """The context of PICTURE: what `live_drawing` draws, under its title."""
    drawing = live_drawing(discovery, key, source, groups, **words)
    return {"title": drawing.title, "picture": drawing}
