"""How apps plug in: each registers what it offers from its AppConfig.ready(), and nothing here knows who they
are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from discovery.readiness import ReadinessItem
from discovery.registry import Registry

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet
    from django.utils.safestring import SafeString

    from discovery.actors import Actor
    from discovery.forms.settings import SettingsForm
    from discovery.models import Activity, Artefact, Discovery, Note, Operation

Text = str | Promise


# --- Navigation within a discovery ----------------------------------------------------------------


# The headings of the navigation; what belongs to none stands by itself.
NAVIGATION_GROUPS: Mapping[str, Text] = {
    "": "",
    "accelerate": gettext_lazy("Accelerate"),
    "streams": gettext_lazy("Three streams"),
    "results": gettext_lazy("Conclusions"),
    "records": gettext_lazy("Administration"),
}


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """An entry of a discovery's navigation; `url_name` takes the discovery's slug. Sorted by `order`, below
    the heading of its `group`; groups come in the order of their first entries."""

    key: str
    label: Text
    url_name: str
    icon: str
    order: int
    group: str = ""


@dataclass(frozen=True, slots=True)
class OrganizationPage:
    """A tab over the pages of an organization; `url_name` takes its slug. Sorted by `order`; those that every
    organization has are 10, 20, …"""

    key: str
    label: Text
    url_name: str
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
    phase. Without a phase it is the organization's: pages may point at it, but no discovery waits for it."""

    key: str
    label: Text
    phase: str
    stream: str
    order: int
    standing: Callable[[Discovery], Standing]


# --- Activities of a workshop ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Progress:
    """Who is done with an activity: participants' uuids as strings, out of `of` present or expected people.
    An anonymous activity names nobody: `done` is empty, and `count` says how many."""

    done: frozenset[str]
    of: int
    # How far the others are, by uuid: "2 of 3".
    partial: Mapping[str, str] = field(default_factory=dict)
    count: int | None = None

    @property
    def finished(self) -> int:
        """How many are done."""
        return len(self.done) if self.count is None else self.count


@dataclass(frozen=True, slots=True)
class Phase:
    """A step of an activity. `label` names it ("Vote"), `button` is the console's button that goes there from
    one of the phases `after` ("Start the vote").

    `is_open`: people contribute in it. `asks_while_working`: going there asks first while people are not
    done.
    """

    key: str
    label: Text
    button: Text
    after: tuple[str, ...] = ()
    is_open: bool = True
    asks_while_working: bool = False

    @property
    def reveals(self) -> bool:
        """Whether going there ends what people are at and shows it to everybody."""
        return self.asks_while_working and not self.is_open


class ActivityKind:
    """A kind of activity. Its templates lie in `template_dir`: console.html, room.html, stage.html (pushed to
    everybody of that surface, so they hold nothing personal) and mine.html (what one participant sees of
    their own, fetched by their own request).

    Contexts are dictionaries for those templates; they must not hold what is hidden until a reveal, for
    anybody. Besides them a template has `room` (selectors.running.RoomState), `workshop`, `activity`, and
    `items` for `<div data-region="items">`. With `has_primary` in the console's context the one filled button
    is the kind's, not "Next activity".

    `settings_form` asks for what `activity.settings` holds (discovery.forms.settings).

    `phases` are its steps; the first is entered at the start, the others by the buttons that the console
    shows for them (services.phases). A kind without phases takes contributions all the time.
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
    phases: ClassVar[tuple[Phase, ...]] = ()
    # Whether it can be anonymous (it stores nothing of its people but through Actor.author), and whether it
    # can be opened ahead of the workshop.
    may_be_anonymous: ClassVar[bool] = False
    may_be_ahead: ClassVar[bool] = False
    # Whether people get done with it at all, and whether the console may suggest to skip it when it is late.
    is_counted: ClassVar[bool] = True
    may_be_cut: ClassVar[bool] = True

    def phase(self, activity: Activity) -> Phase | None:
        """Where the activity stands: the first phase before it started; None for a kind without phases."""
        found = (each for each in self.phases if each.key == activity.phase)
        return next(found, self.phases[0] if self.phases else None)

    def next_phases(self, activity: Activity) -> list[Phase]:
        """Where it may go from here."""
        now = self.phase(activity)
        return [each for each in self.phases if now is not None and now.key in each.after]

    def console(self, activity: Activity) -> dict[str, Any]:
        return {}

    def room(self, activity: Activity) -> dict[str, Any]:
        return {}

    def stage(self, activity: Activity) -> dict[str, Any]:
        return {}

    def mine(self, activity: Activity, actor: Actor) -> dict[str, Any]:
        """What the actor sees of their own: a participant, or the holder of an anonymous key
        (`actor.author` names both)."""
        return {}

    def results(self, activity: Activity) -> dict[str, Any] | None:
        """What came out, for results.html beside the other templates: the page of the workshop, the shared
        link, and the report show it (the report by paper.html, where there is one). None while there is
        nothing, or nothing that may be seen yet."""
        return None

    def compared(self, first: Activity, second: Activity) -> dict[str, Any] | None:
        """What can be said about two activities of this kind together, for compared.html beside the other
        templates: such as the totals of two scorings. None for nothing beyond their results side by side."""
        return None

    def progress(self, activity: Activity, expected: frozenset[str]) -> Progress:
        """Who of `expected` (uuids of the participants) is done. The default counts the "I am done"
        presses."""
        said = activity.completions.values_list("participant__uuid", flat=True)
        return Progress(done=frozenset(map(str, said)) & expected, of=len(expected))

    def is_settled(self, activity: Activity) -> bool:
        """Whether the room has what it came for (the scores are revealed, the shortlist is decided): from
        then on phones leave out the instructions, and all screens who is done."""
        return False

    def items(self, activity: Activity, audience: str) -> list[tuple[str, SafeString]]:
        """The keyed fragments of this activity (key, HTML) in order: what the topic "items" is about."""
        return []

    def item(self, activity: Activity, audience: str, key: str) -> SafeString | None:
        """One of `items`, None when it is gone."""
        return dict(self.items(activity, audience)).get(key)

    def hidden(self, activity: Activity) -> list[QuerySet[Any]]:
        """Rows of the activity that nobody but their authors may read as it stands: exports leave them out.
        Which tables they are in depends on the state of the activity alone, not on what people gave."""
        return []

    def unready(self, activity: Activity) -> Text:
        """What is missing before the room can begin with it, in a sentence; "" for nothing. What the agenda
        brings before it is not missing."""
        return ""

    def obstacle_ahead(self, activity: Activity) -> Text:
        """What is missing before people can take part in it ahead of the workshop; "" for nothing. Of kinds
        that `may_be_ahead`."""
        return self.unready(activity)

    def on_add(self, activity: Activity, actor: Actor) -> None:
        """Called inside the operation that puts one of this kind on an agenda; not for copies, which bring
        their own."""

    def on_start(self, activity: Activity, actor: Actor) -> None:
        """Called inside the operation that moves the cursor here, the first time and each time."""

    def on_leave(self, activity: Activity, actor: Actor) -> None:
        """Called inside the operation that moves the cursor away from here, or closes the room."""

    def on_phase(self, activity: Activity, phase: Phase, actor: Actor) -> None:
        """Called inside the operation that moves the activity into the phase."""


# --- What a note becomes, and what the spotlight shows --------------------------------------------


@dataclass(frozen=True, slots=True)
class NoteTarget:
    """What a note on the board can be turned into, such as a goal. Sorted by `order`.

    `make(actor, discovery, note, parent)` is a service call that returns the new artefact, a `model`; the
    note may be an unsaved one that speaks for a whole group. Where the artefact hangs on another one,
    `parents(discovery)` lists the choices as (uuid, label) and `parent_label` asks for one;
    `parent_is_needed` False allows none. `url(artefact)` is where it is found afterwards.
    """

    key: str
    label: Text
    order: int
    model: type[Artefact]
    make: Callable[[Actor, Discovery, Note, str], Artefact]
    url: Callable[[Artefact], str]
    parents: Callable[[Discovery], list[tuple[str, str]]] | None = None
    parent_label: Text = ""
    parent_is_needed: bool = True


@dataclass(frozen=True, slots=True)
class Spotlight:
    """A kind of artefact that a facilitator can put on every screen. `choices(discovery)` are (uuid, label);
    `context(discovery, uuid)` is what `template` shows, None when it is gone."""

    key: str
    label: Text
    order: int
    template: str
    choices: Callable[[Discovery], list[tuple[str, str]]]
    context: Callable[[Discovery, str], dict[str, Any] | None]


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
    # The stream whose report it belongs to; "" for what belongs into the report of each stream.
    stream: str = ""


# --- What can be done with a use case -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class UseCaseStep:
    """A step that an app offers editors beside a use case: `url` gives its address for the slug of the
    discovery and the use case's uuid."""

    key: str
    label: Text
    icon: str
    url: Callable[[str, UUID], str]


# --- Undo -----------------------------------------------------------------------------------------


def _allow(artefact: Artefact) -> None:
    """What an app says that has nothing to refuse."""


def _allow_target(target: Operation) -> None:
    """What an app says that has nothing to refuse."""


@dataclass(frozen=True, slots=True)
class UndoRules:
    """What an app says about taking back its operations, whose verbs are "noun.action".

    Those of the nouns `of_facilitators` are undone by facilitators, all others by editors too; the verbs
    `seen_by_the_room` stay, because a whole room saw them happen. `check` is asked before an artefact is set
    back, and raises Conflict where changing it would be refused by now. `check_target` is asked of the whole
    operation, and raises Conflict when others have built on it in a way that its own rows do not show.
    `settle` is called in the operation that undid it, and brings what came back in line with what changed
    since.
    """

    key: str
    of_facilitators: frozenset[str]
    seen_by_the_room: frozenset[str]
    check: Callable[[Artefact], None] = _allow
    check_target: Callable[[Operation], None] = _allow_target
    settle: Callable[[Operation], None] = _allow_target


# --- Live rooms that show what is written elsewhere -----------------------------------------------


@dataclass(frozen=True, slots=True)
class Follower:
    """Who tells live rooms of what is written on the pages of a discovery.

    `began(operation)` is called first in the transaction of every operation but anonymous ones, so that it
    locks the rooms before anything else is locked.
    """

    key: str
    began: Callable[[Operation], None]


# --- Demo -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DemoPart:
    """What an app adds to the demo discovery; called in order of `order` with the actor and the discovery,
    once."""

    key: str
    order: int
    build: Callable[[Actor, Discovery], None]


navigation: Registry[NavigationItem] = Registry("navigation")
organization_pages: Registry[OrganizationPage] = Registry("pages of an organization")
checkpoints: Registry[Checkpoint] = Registry("checkpoints")
activity_kinds: Registry[ActivityKind] = Registry("activity kinds")
note_targets: Registry[NoteTarget] = Registry("what a note becomes")
spotlights: Registry[Spotlight] = Registry("spotlights")
report_sections: Registry[ReportSection] = Registry("report sections")
# What an app says in the report's summary: a section in a few lines, without a heading of its own.
summary_parts: Registry[ReportSection] = Registry("parts of the report's summary")
use_case_steps: Registry[UseCaseStep] = Registry("steps beside a use case")
demo_parts: Registry[DemoPart] = Registry("demo parts")
followers: Registry[Follower] = Registry("followers of operations")
undo_rules: Registry[UndoRules] = Registry("rules of undo")
readiness: Registry[ReadinessItem] = Registry("checks before the handover")
