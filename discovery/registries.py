"""How apps plug in: each registers what it offers from its AppConfig.ready(), and nothing here knows who they
are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar

from django.utils.functional import Promise

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from discovery.actors import Actor
    from discovery.forms.settings import SettingsForm
    from discovery.models import Activity, Artefact, Discovery, Participant

Text = str | Promise


class _Keyed(Protocol):
    @property
    def key(self) -> str: ...


T = TypeVar("T", bound=_Keyed)


class Registry(Generic[T]):
    """Entries by key, in the order of their registration."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._entries: dict[str, T] = {}

    def register(self, entry: T) -> None:
        """Raises ValueError when the key is taken: two apps would silently replace each other."""
        if entry.key in self._entries:
            raise ValueError(f"{self.name} has {entry.key!r} already")
        self._entries[entry.key] = entry

    def get(self, key: str) -> T:
        """Raises KeyError for an unknown key."""
        return self._entries[key]

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def __iter__(self) -> Iterator[T]:
        return iter(self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)


# --- Navigation within a discovery ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """An entry of a discovery's navigation; `url_name` takes the discovery's slug. Sorted by `order`."""

    key: str
    label: Text
    url_name: str
    icon: str
    order: int


# --- What exists, what is missing, what is next ---------------------------------------------------


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one thing of the process is: `summary` says what exists ("3 goals, 5 hypotheses"), `missing`
    what does not (empty when it is complete), `url` where to go on, `step` the words of that link."""

    summary: Text
    missing: Text
    url: str
    step: Text

    @property
    def is_complete(self) -> bool:
        return not self.missing


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One thing that a phase (and stream, or "") of a discovery produces. Sorted by `order` within its
    phase."""

    key: str
    label: Text
    phase: str
    stream: str
    order: int
    standing: Callable[[Discovery], Standing]


# --- Activities of a workshop ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Progress:
    """Who is done with an activity: participants' uuids as strings, out of `of` present or expected
    people."""

    done: frozenset[str]
    of: int
    # How far the others are, by uuid: "2 of 3".
    partial: Mapping[str, str] = field(default_factory=dict)


class ActivityKind:
    """A kind of activity. Its templates lie in `template_dir`: console.html, room.html, stage.html (pushed to
    everybody of that surface, so they hold nothing personal) and mine.html (what one participant sees of
    their own, fetched by their own request).

    Contexts are dictionaries for those templates; they must not hold what is hidden until a reveal, for
    anybody. Besides them a template has `room` (selectors.running.RoomState), `workshop`, `activity`, and
    `items` for `<div data-region="items">`. With `has_primary` in the console's context the one filled button
    is the kind's, not "Next activity".

    `settings_form` asks for what `activity.settings` holds (discovery.forms.settings).
    """

    key: ClassVar[str]
    label: ClassVar[Text]
    description: ClassVar[Text]
    icon: ClassVar[str]
    default_minutes: ClassVar[int]
    template_dir: ClassVar[str]
    # Whether mine.html exists, and whether a "done" button of the person ends their part (scoring counts by
    # itself).
    has_mine: ClassVar[bool] = False
    has_done_button: ClassVar[bool] = False
    settings_form: ClassVar[type[SettingsForm] | None] = None

    def console(self, activity: Activity) -> dict[str, Any]:
        return {}

    def room(self, activity: Activity) -> dict[str, Any]:
        return {}

    def stage(self, activity: Activity) -> dict[str, Any]:
        return {}

    def mine(self, activity: Activity, participant: Participant) -> dict[str, Any]:
        return {}

    def progress(self, activity: Activity, expected: frozenset[str]) -> Progress:
        """Who of `expected` (uuids of the participants) is done. The default counts the "I am done"
        presses."""
        said = activity.completions.values_list("participant__uuid", flat=True)
        return Progress(done=frozenset(map(str, said)) & expected, of=len(expected))

    def is_settled(self, activity: Activity) -> bool:
        """Whether the room has what it came for (the scores are revealed, the shortlist is decided): from
        then on its screens leave out the instructions and who is done."""
        return False

    def items(self, activity: Activity, audience: str) -> list[tuple[str, SafeString]]:
        """The keyed fragments of this activity (key, HTML) in order: what the topic "items" is about."""
        return []

    def item(self, activity: Activity, audience: str, key: str) -> SafeString | None:
        """One of `items`, None when it is gone."""
        return dict(self.items(activity, audience)).get(key)

    def on_start(self, activity: Activity, actor: Actor) -> None:
        """Called inside the operation that moves the cursor here, the first time and each time."""


# --- Reports --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReportSection:
    """A section of a discovery's report: `context` is the selector, `template` its page part. None from
    `context` leaves the section out (there is nothing to show). Sorted by `order`."""

    key: str
    title: Text
    order: int
    template: str
    context: Callable[[Discovery], dict[str, Any] | None]


# --- Undo -----------------------------------------------------------------------------------------


def _allow(artefact: Artefact) -> None:
    """What an app says that has nothing to refuse."""


@dataclass(frozen=True, slots=True)
class UndoRules:
    """What an app says about taking back its operations, whose verbs are "noun.action".

    Those of the nouns `of_facilitators` are undone by facilitators, all others by editors too; the verbs
    `seen_by_the_room` stay, because a whole room saw them happen. `check` is asked before an artefact is set
    back, and raises Conflict where changing it would be refused by now.
    """

    key: str
    of_facilitators: frozenset[str]
    seen_by_the_room: frozenset[str]
    check: Callable[[Artefact], None] = _allow


# --- Demo -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DemoPart:
    """What an app adds to the demo discovery; called in order of `order` with the actor and the discovery,
    once."""

    key: str
    order: int
    build: Callable[[Actor, Discovery], None]


navigation: Registry[NavigationItem] = Registry("navigation")
checkpoints: Registry[Checkpoint] = Registry("checkpoints")
activity_kinds: Registry[ActivityKind] = Registry("activity kinds")
report_sections: Registry[ReportSection] = Registry("report sections")
# What an app says in the report's summary: a section in a few lines, without a heading of its own.
summary_parts: Registry[ReportSection] = Registry("parts of the report's summary")
demo_parts: Registry[DemoPart] = Registry("demo parts")
undo_rules: Registry[UndoRules] = Registry("rules of undo")
