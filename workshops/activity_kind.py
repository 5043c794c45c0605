"""The base of kinds of activities: apps subclass `ActivityKind` and register one each
(workshops.registries)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from workshops.activity_effort import HasEffort
from workshops.activity_progress import Progress

if TYPE_CHECKING:
    from django.db.models import Prefetch, QuerySet
    from django.utils.safestring import SafeString

    from core.labels import Text
    from core.models import Artifact
    from organizations.actors import Actor
    from workshops.agenda.needed_people.rules import Need
    from workshops.forms.activity_settings import SettingsForm
    from workshops.models import Activity, Workshop
    from workshops.room.drawing_camera.rules import CameraPicture


@dataclass(frozen=True, slots=True)
class Way:
    """A link of the console to where something is done: its words and its address."""

    label: Text
    url: str


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """Something in an activity that still needs a decision: `words` say in a sentence what it is, `way` links
    a facilitator to the page where they decide it."""

    words: Text
    way: Way


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One thing that a room said, for tables: `about` is what was asked where the title does not say it,
    `group` what it was said under, such as a group of notes, a round or a scale. `people` said it, or it got
    `dots`; `by` names who said it, where pages do; `more` is what tables say besides, such as what it
    became."""

    text: str
    about: str = ""
    group: str = ""
    people: int | None = None
    dots: int | None = None
    by: str = ""
    more: str = ""


# The groups in which activities are offered, in their order; the guide has the same.
GROUPS: dict[str, Text] = {
    "arriving": _("Opening and closing"),
    "talking": _("Presenting and talking"),
    "asking": _("Asking the room"),
    "writing": _("Writing together"),
    "products": _("Shaping data products"),
    "operating_model": _("Shaping the operating model"),
    "deciding": _("Prioritizing and deciding"),
}


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
        """True if going there ends people's work and shows it to everyone."""
        return self.asks_while_working and not self.is_open


class NamesSeenBy(StrEnum):
    """People who see the name of a person beside what they gave: EVERYBODY in the room, FACILITATORS (and
    members, on the page of results and in the spreadsheet of the report), or NOBODY."""

    EVERYBODY = "everybody"
    FACILITATORS = "facilitators"
    NOBODY = "nobody"


# Letters of an option that is large on the stage.
BRIEF = 24
# Letters of a title on the stage; a longer one is set smaller.
LONGEST_TITLE = 110


@dataclass(frozen=True, slots=True)
class StageQuestion:
    """The stage while people answer: the question, large; `quote`, its subject in people's own words, such as
    a proposal; `options` to choose from, each with the number or "" before it, of a scale `in_a_row`; `hint`,
    the next step on the phone, with `detail`, a sentence that explains it; `note`, what to know beforehand;
    `criteria` to rate by, each with the number and the meaning of both ends of its scale. With `shows_items`
    the activity's items are shown below as they come in."""

    question: Text
    hint: Text = ""
    quote: str = ""
    options: tuple[tuple[str, Text], ...] = ()
    in_a_row: bool = False
    note: Text = ""
    shows_items: bool = False
    detail: Text = ""
    criteria: tuple[tuple[Text, tuple[str, Text], tuple[str, Text]], ...] = ()

    @property
    def is_brief(self) -> bool:
        """Return True if each option has room in half a line of large letters."""
        return all(len(str(words)) <= BRIEF for _key, words in self.options)


class ActivityKind(HasEffort):
    """A kind of activity. Its templates lie in `template_dir`: console.html, room.html, stage.html (pushed to
    everyone of that surface, so they hold nothing personal) and mine.html (what one participant sees of
    their own, fetched by their own request). A kind that only shows items needs no console.html or room.html.

    Contexts are dictionaries for those templates; they must not hold what is hidden until a reveal, for
    anyone. Besides them a template has `room` (running.selectors.RoomState), `workshop`, `activity`, and
    `items` for `<div data-region="items">`. With `has_primary` in the console's context the one filled button
    is the kind's, not "Next activity"; `steps_template` there are buttons of the kind that come before it,
    `submit_template` the button of a form in the console's own template, which the remote does not have.

    `settings_form` asks for what `activity.settings` holds (workshops.forms.activity_settings).

    `phases` are its steps; the first is entered at the start, the others by the buttons that the console
    shows for them (services.activity_phases). A kind without phases takes contributions all the time.
    """

    key: ClassVar[str]
    label: ClassVar[Text]
    description: ClassVar[Text]
    icon: ClassVar[str]
    # One of GROUPS.
    group: ClassVar[str]
    default_minutes: ClassVar[int]
    template_dir: ClassVar[str]
    # Who must be in the room for it.
    needs: ClassVar[frozenset[Need]] = frozenset()
    # What to have at hand, for the run sheet.
    material: ClassVar[Text] = _("Stage, phones")
    # Whether mine.html exists, and whether a "done" button ends the person's part in an open phase.
    has_mine: ClassVar[bool] = False
    has_done_button: ClassVar[bool] = False
    settings_form: ClassVar[type[SettingsForm] | None] = None
    phases: ClassVar[tuple[Phase, ...]] = ()
    # Whether it can be anonymous (it stores nothing of its people but through Actor.author), and whether it
    # can be opened ahead of the workshop.
    may_be_anonymous: ClassVar[bool] = False
    may_be_ahead: ClassVar[bool] = False
    # What `names_seen_by` answers, and the phase in which it is settled, for all its activities.
    names_seen: ClassVar[NamesSeenBy] = NamesSeenBy.NOBODY
    settled_in: ClassVar[str | None] = None
    # Whether the stage shows all the time what it asks: then there is no stage.html.
    asks_always: ClassVar[bool] = False
    # Whether people get done with it at all, and whether the console may suggest to skip it when it is late.
    is_counted: ClassVar[bool] = True
    # Whether its answers are votes.
    is_vote: ClassVar[bool] = False
    may_be_cut: ClassVar[bool] = True
    # The name of its results, where the title of an activity doesn't name them.
    result_label: ClassVar[Text] = ""
    # Whether it ends in an order or a decision: what came out of the workshop begins with it.
    concludes: ClassVar[bool] = False
    # What its screens show that is written elsewhere too: the room is drawn again when an artifact of these
    # models is added, changed or deleted (services.room_updates), or any of the discovery.
    shows: ClassVar[frozenset[type[Artifact]]] = frozenset()
    shows_everything: ClassVar[bool] = False
    # What `results` reads of the activity by these related names, so that what many activities came to is
    # read at once (prefetch_related_objects); rows that come with others by AtOnce
    # (selectors.activity_prefetch).
    reads: ClassVar[tuple[str | Prefetch[Any], ...]] = ()

    def follows(self) -> frozenset[type[Artifact]]:
        """The models of `shows`, and of what other apps add to its screens."""
        return self.shows

    def phase(self, activity: Activity) -> Phase | None:
        """The present phase: the first one before it started; None for a kind without phases."""
        matches = (each for each in self.phases if each.key == activity.phase)
        return next(matches, self.phases[0] if self.phases else None)

    def next_phases(self, activity: Activity) -> list[Phase]:
        """The phases that may come next. A reveal that shows nothing can be undone: the open phases that led
        to it come first then."""
        now = self.phase(activity)
        if now is None:
            return []
        onward = [each for each in self.phases if now.key in each.after]
        back = [each for each in self.phases if each.key in now.after and each.is_open and each not in onward]
        return [*back, *onward] if now.reveals and back and self.has_nothing_to_show(activity) else onward

    def has_nothing_to_show(self, activity: Activity) -> bool:
        """True if no one has given anything that a reveal would show: the next one in an open phase, the last
        one after it. Asked of kinds with a phase that reveals."""
        return False

    def screen(self, activity: Activity, audience: str) -> dict[str, Any]:
        """The context of console.html, room.html and stage.html, where they show the same; `audience` is
        "console", "room" or "stage". The three methods below are for what one of them shows besides."""
        return {}

    def console(self, activity: Activity) -> dict[str, Any]:
        return self.screen(activity, "console")

    def room(self, activity: Activity) -> dict[str, Any]:
        return self.screen(activity, "room")

    def stage(self, activity: Activity) -> dict[str, Any]:
        return self.screen(activity, "stage")

    def pictured(self, activity: Activity) -> tuple[str, CameraPicture | None]:
        """The drawing that its stage shows, for the camera, if it does; before it, which one of several."""
        return "", None

    def asks(self, activity: Activity) -> StageQuestion | None:
        """The question for people, which the stage shows in place of stage.html, with who has answered and
        how to join; None once it shows the result."""
        return None

    def stage_title(self, activity: Activity) -> Text:
        """The title of the stage, when it is not the title of the activity: "Where the room would start"."""
        return ""

    def stage_statement(self, activity: Activity) -> str:
        """The answer to the title of the stage, in a sentence, once the room has it; "" for none."""
        return ""

    def closing(self, activity: Activity) -> dict[str, Any] | None:
        """Context of closing.html, for the end of the stage; None for nothing. Only what everyone saw."""
        return None

    def mine(self, activity: Activity, actor: Actor) -> dict[str, Any]:
        """Context of mine.html for the actor: a participant, or the holder of an anonymous key
        (`actor.author` names both)."""
        return {}

    def written_by(self, actor: Actor, workshop: Workshop) -> Iterable[tuple[Activity, str]]:
        """The notes or use cases that the actor wrote in all activities of this kind, for their phone at the
        end: the activity, and the words. Nothing anonymous: only a device knows who wrote that."""
        return ()

    def names_seen_by(self, activity: Activity) -> NamesSeenBy:
        """People who see a name beside what its person gave, unless anonymous. Phones show it."""
        return self.names_seen

    def results(self, activity: Activity) -> dict[str, Any] | None:
        """Context of results.html: the page of the workshop, the shared link, and the report show it (the
        report by paper.html, where there is one). None while there is nothing that may be seen yet."""
        return None

    def answer_count(self, activity: Activity) -> int:
        """Return the number of people whose answers or votes the result on the stage is from; 0 where that
        isn't counted in people, or the result counts them itself."""
        return 0

    def result_lines(self, results: Mapping[str, Any]) -> Iterable[ResultLine]:
        """The `results` in lines for tables that programs read: only what results.html shows."""
        return ()

    def message(self, results: Mapping[str, Any]) -> str:
        """Title of the `results`, in a sentence; "" where they have none."""
        return ""

    def compared(self, first: Activity, second: Activity) -> dict[str, Any] | None:
        """Context of compared.html for two activities of this kind together, such as the totals of two
        scorings. None for nothing beyond their results side by side."""
        return None

    def progress(self, activity: Activity, expected: frozenset[str]) -> Progress:
        """People of `expected` (uuids of participants) who are done: by default those who say so."""
        uuids = activity.completions.values_list("participant__uuid", flat=True)
        return Progress(done=frozenset(map(str, uuids)) & expected, of=len(expected))

    def progress_by(
        self,
        activity: Activity,
        expected: frozenset[str],
        amounts: Mapping[str, int],
        words: Callable[[int], str],
        finished: Collection[str] | None = None,
    ) -> Progress:
        """Count as done people who say so, and the `finished`; `words` name the amount of each author. People
        who were removed do not count. An anonymous activity counts the finished, or where nothing finishes
        anyone, all who gave something."""
        if activity.is_anonymous:
            return Progress.counted(len(amounts if finished is None else finished), expected)
        pressed = ActivityKind.progress(self, activity, expected)
        in_words = lazy(words, str)  # in the language of the screen that shows it
        return replace(
            pressed,
            by_hand=finished is None,
            done=pressed.done | expected.intersection(finished or ()),
            partial={author: in_words(count) for author, count in amounts.items() if author in expected},
        )

    def awaits(self, activity: Activity) -> bool:
        """True if people can answer: not while there is nothing to ask about, such as use cases to score.
        Then no screen counts who is done."""
        return True

    def unfinished(self, activity: Activity) -> str:
        """A sentence on what the facilitator may want to finish before the next phase, such as "1 group has
        no name."; "" without anything. The step asks first."""
        return ""

    def is_settled(self, activity: Activity) -> bool:
        """True if the room has its result (the scores are revealed, the shortlist is decided): from then on
        phones and stage leave out the instructions, and all screens who is done."""
        return activity.phase == self.settled_in

    def items(self, activity: Activity, audience: str) -> list[tuple[str, SafeString]]:
        """The keyed fragments of this activity (key, HTML) in order: what the topic "items" is about."""
        return []

    def item(self, activity: Activity, audience: str, key: str) -> SafeString | None:
        """One of `items`, None when it is gone."""
        return dict(self.items(activity, audience)).get(key)

    def hidden(self, activity: Activity) -> list[QuerySet[Any]]:
        """Rows of the activity that no one but their authors may read as it is now: exports leave them out.
        Which tables they are in depends on the state of the activity alone, not on what people gave."""
        return []

    def unready(self, activity: Activity) -> Text:
        """A sentence on what is missing before the room can begin; "" for nothing. What the agenda brings
        before it is not missing."""
        return ""

    def way_to_ready(self, activity: Activity) -> Way | None:
        """A link to the page that adds what is missing (`unready`); None where the activity's form does."""
        return None

    def left_open(self, activity: Activity) -> LeftOpen | None:
        """Points that are open although the room is through with it; None for nothing. The console asks
        before it goes on, and names them after the end."""
        return None

    def arrived(self, activity: Activity) -> LeftOpen | None:
        """Contributions since people began with it that they are not asked about yet; None for nothing. A
        post to the address of `way` asks about them, too."""
        return None

    def obstacle_ahead(self, activity: Activity) -> Text:
        """A sentence on what is missing before people can take part ahead of the workshop; "" for nothing. Of
        kinds that `may_be_ahead`."""
        return self.unready(activity)

    def on_add(self, activity: Activity, actor: Actor) -> None:
        """Called inside the operation that puts one of this kind on an agenda; not for copies."""

    def on_start(self, activity: Activity, actor: Actor) -> None:
        """Called inside the operation that moves the cursor here, the first time and each time."""

    def on_leave(self, activity: Activity, actor: Actor) -> None:
        """Called inside the operation that moves the cursor away from here, or closes the room."""

    def on_phase(self, activity: Activity, phase: Phase, actor: Actor) -> None:
        """Called inside the operation that moves the activity into the phase."""
