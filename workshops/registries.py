"""Registries by which apps plug into rooms, filled from their AppConfig.ready()."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from core.labels import Text, by_name
from core.registry import Registry
from workshops.activity_kind import GROUPS

if TYPE_CHECKING:
    from decimal import Decimal
    from uuid import UUID

    from django.db.models import Model

    from core.models import Artifact
    from discovery.models import Discovery
    from organizations.actors import Actor
    from workshops.activity_kind import ActivityKind, Way
    from workshops.models import Activity, Note, Participant, Workshop


@dataclass(frozen=True, slots=True)
class AgendaGroup:
    """The label of the agendas that ship with the app `key` (its label), where people choose one. Sorted by
    `order`; an app with a folder of agendas registers one. A group with a `stream` lists only agendas of this
    stream; the others of its app are listed in the group of theirs. A group with a `work`
    (activity_kind.GROUPS) lists those of its stream that spend most of their minutes on it."""

    key: str
    label: Text
    order: int
    stream: str = ""
    work: str = ""


@dataclass(frozen=True, slots=True)
class NoteTarget:
    """The artifact that a note on the board can be turned into, such as a goal. Sorted by `order`.

    `make(actor, discovery, note, parent)` is a service call that returns the new artifact, a `model`; the
    note may be an unsaved one that speaks for a whole group. Where the artifact belongs to another one,
    `parents(discovery)` lists the choices as (uuid, label) and `parent_label` asks for one;
    `parent_is_needed` False allows none. `url(artifact)` is where it is found afterwards.
    """

    key: str
    label: Text
    order: int
    model: type[Artifact]
    make: Callable[[Actor, Discovery, Note, str], Artifact]
    url: Callable[[Any], str]
    parents: Callable[[Discovery], list[tuple[str, str]]] | None = None
    parent_label: Text = ""
    parent_is_needed: bool = True


@dataclass(frozen=True, slots=True)
class Arrival:
    """The step of an app when people come into a workshop, or into one of its breakout rooms: `welcome` is
    called with the primary key of the workshop, behind the room's lock."""

    key: str
    welcome: Callable[[int], None]


@dataclass(frozen=True, slots=True)
class MergeChoice:
    """A choice among the rows of two people who are merged: `fields` tell one from another, `choose` returns
    the primary keys for the person who is kept and the other one."""

    fields: tuple[str, ...]
    choose: Callable[[Participant, Participant], Collection[int]]


@dataclass(frozen=True, slots=True)
class MergeRules:
    """Rules for an app's rows when two participants are merged
    (workshops.joining.participant_merges.services).

    `later`: of rows with equal values in these fields, those of one person count, which are the later ones.
    `unless_own`: rows move to a person who has none with equal values in these fields, and otherwise stay.
    `choices`: of the rows of both, those count that a function returns.
    `stays`: why the rows of a model do not move. `named_in`: the JSON fields of an artifact that name people
    by their uuids, in lists or as the keys of an object. Artifacts that name one author need no rule.
    """

    key: str
    later: Mapping[type[Model], tuple[str, ...]] = field(default_factory=dict)
    unless_own: Mapping[type[Model], tuple[str, ...]] = field(default_factory=dict)
    choices: Mapping[type[Model], MergeChoice] = field(default_factory=dict)
    stays: Mapping[type[Model], str] = field(default_factory=dict)
    named_in: Mapping[type[Artifact], tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Spotlight:
    """A kind of artifact that a facilitator can put on every screen. `choices(discovery)` are (uuid, label);
    `context(discovery, uuid)` is what `template` shows, None when it is gone. With `is_whole` the uuid of the
    discovery shows the whole, such as its tree.

    A facilitator finds first what belongs to the current activity, then what else came out of the workshop:
    `of_workshop(workshop)` maps the uuids of its choices to the primary keys of their activities, None for
    those of no activity. The whole belongs to activities of the kinds `near` (their keys)."""

    key: str
    label: Text
    order: int
    template: str
    choices: Callable[[Discovery], list[tuple[str, str]]]
    context: Callable[[Discovery, str], dict[str, Any] | None]
    is_whole: bool = False
    near: frozenset[str] = frozenset()
    of_workshop: Callable[[Workshop], Mapping[str, int | None]] | None = None


@dataclass(frozen=True, slots=True)
class WorkshopPage:
    """A page for the facilitators of a workshop. The link is called `label` on the workshop's page and, until
    it starts, in the console. On the overview it is the verb `step`. `url_name` takes the slug of the
    discovery and the uuid of the workshop."""

    key: str
    label: Text
    step: Text
    icon: str
    url_name: str


@dataclass(frozen=True, slots=True)
class DiscoveryMark:
    """A mark of some discoveries, such as copies: `template` on pages, console and stage, `note` for people
    in the room. Both get what `context(discovery)` returns, None for discoveries without the mark. The first
    one also gets `with_link`, False on the stage."""

    key: str
    template: str
    note: str
    context: Callable[[Discovery], dict[str, Any] | None]


MOST_SCALES = 10


@dataclass(frozen=True, slots=True)
class AssessedScale:
    """A question about each subject, answered by a number from 0: `field` is what is recorded, `label` asks
    it ("Today") and `question` at length. `levels` say what each number means, "" where only the ends do, and
    `marks` what people see in its place where they count otherwise (1, 2, 3, 5, 8). Of what `is_cost`, the
    label alone doesn't tell whether a high number is a lot."""

    field: str
    label: Text
    levels: tuple[Text, ...]
    question: Text = ""
    marks: tuple[str, ...] = ()
    is_cost: bool = False

    @property
    def top(self) -> int:
        return len(self.levels) - 1

    def mark(self, number: int) -> str:
        """The label of the number, for people."""
        return self.marks[number] if self.marks else str(number)

    @property
    def ends(self) -> tuple[tuple[str, Text], tuple[str, Text]]:
        """The lowest and the highest number, as people see it, and what it means."""
        return (self.mark(0), self.levels[0]), (self.mark(self.top), self.levels[-1])

    @property
    def steps(self) -> tuple[tuple[int, str, Text], ...]:
        """Each number, what people see for it, and what it means."""
        return tuple((number, self.mark(number), words) for number, words in enumerate(self.levels))


def always(*scales: AssessedScale) -> Callable[[Discovery, str], tuple[AssessedScale, ...]]:
    """The same scales in every discovery."""
    return lambda _discovery, _held_by: scales


@dataclass(frozen=True, slots=True)
class AssessedSubject:
    """A subject to rate, such as a dimension of the delta: `hint` explains it, `group` parts it from others,
    `recorded` has the number of each field that is recorded today, None for nothing."""

    uuid: UUID
    name: str
    hint: str
    group: str
    recorded: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class AssessmentSource:
    """A subject that a room can assess, such as the Data Mesh delta. Sorted by `order`.

    `question` is what people are asked about each subject; there are at most MOST_SCALES. `subjects` lists
    them in the order of their page. `begin(actor, discovery)` adds those that the method knows, where there
    are none. `record(actor, discovery, subject, numbers)` is a service call that writes the numbers by field.

    Where the scales of a discovery may change, `hold(actor, discovery)` names those of today as the room
    starts; `scales(discovery, held_by)` are those that it named, or those of today for "", so that a room
    goes on with the scales that it began with. `lacks(activity)` says what is missing before the room can
    begin, "" for nothing; `way(discovery)` leads to the page that adds it. The names of subjects are texts
    that people wrote where `is_written`.

    Where the numbers of a subject make up one, `total` names it, and `totals(discovery, held_by, numbers)`
    takes the room's numbers by subject and field, and returns it by subject, for subjects that have one.
    `highest(discovery, held_by)` is its maximum as words, "" for none. `lead(names, total)` is the sentence
    about the subjects with the highest one, where it isn't points.
    """

    key: str
    label: Text
    order: int
    question: Text
    scales: Callable[[Discovery, str], tuple[AssessedScale, ...]]
    subjects: Callable[[Discovery], Sequence[AssessedSubject]]
    begin: Callable[[Actor, Discovery], object]
    record: Callable[[Actor, Discovery, UUID, Mapping[str, int]], object]
    hold: Callable[[Actor, Discovery], str] | None = None
    lacks: Callable[[Activity], Text] | None = None
    way: Callable[[Discovery], Way] | None = None
    is_written: bool = False
    total: Text = ""
    highest: Callable[[Discovery, str], str] | None = None
    lead: Callable[[Sequence[str], Decimal], str] | None = None
    totals: Callable[[Discovery, str, Mapping[UUID, Mapping[str, int]]], Mapping[UUID, Decimal]] | None = None


agenda_groups: Registry[AgendaGroup] = Registry("groups of agendas")
activity_kinds: Registry[ActivityKind] = Registry("activity kinds")


def kinds_in_groups(without: Collection[str] = ()) -> list[tuple[Text, list[ActivityKind]]]:
    """The kinds of activity in the groups in which they are offered, but for those `without` (keys)."""
    available = [kind for kind in activity_kinds if kind.key not in without]
    available.sort(key=lambda kind: by_name(kind.label))
    groups = ((label, [kind for kind in available if kind.group == key]) for key, label in GROUPS.items())
    return [(label, kinds) for label, kinds in groups if kinds]


arrivals: Registry[Arrival] = Registry("what happens when people arrive")
merge_rules: Registry[MergeRules] = Registry("what moves when people are merged")
note_targets: Registry[NoteTarget] = Registry("what a note becomes")
spotlights: Registry[Spotlight] = Registry("spotlights")
workshop_pages: Registry[WorkshopPage] = Registry("pages of workshops")
discovery_marks: Registry[DiscoveryMark] = Registry("marks of discoveries")
assessment_sources: Registry[AssessmentSource] = Registry("what a room can assess")
