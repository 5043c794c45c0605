"""Plug-in points: each app registers what it offers from its AppConfig.ready(), and nothing here names an
app."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.labels import Text
from core.registry import Registry
from organizations.registries import Action

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from core.models import Artifact
    from discovery.models import Discovery
    from organizations.actors import Actor
    from organizations.models import User


# --- Navigation within a discovery ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NavigationArea:
    """An entry of a discovery's navigation: it leads to the first of its pages, over which all of them are
    tabs. Sorted by `order`; those at the foot are apart from the others. It's empty until the discovery has a
    row of one of the models in `filled_by`; without any, it's never empty."""

    key: str
    label: Text
    icon: str
    order: int
    is_at_foot: bool = False
    filled_by: tuple[type[Artifact], ...] = ()


@dataclass(frozen=True, slots=True)
class NavigationPage:
    """A page of an area; `url_name` takes the discovery's slug. Sorted by `order`. A page without an area is
    in the menu of the discovery, with its `icon`.

    A page that names a `checkpoint` is shown where the process of the discovery has it, and in any other
    discovery as soon as that has a row of one of the models in `used_by`. Each of them has a field
    `discovery`. One that is `over_domains` is always shown in the organization's own discovery. The tab says
    how many `rows` the discovery has, and which ones (`count_words`) where its page lists others, too. People
    also find it by `terms` of the glossary, the method's names for its content, and by other `words`. `also`
    are names of views on which the tab is this one, and below their addresses, wherever they are."""

    key: str
    label: Text
    url_name: str
    area: str
    order: int
    checkpoint: str = ""
    used_by: tuple[type[Artifact], ...] = ()
    rows: Callable[[], QuerySet[Any]] | None = None
    count_words: Text = ""
    icon: str = ""
    terms: tuple[str, ...] = ()
    words: tuple[Text, ...] = ()
    also: tuple[str, ...] = ()
    over_domains: bool = False


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page without its own tab, which is looked up by its label and by other `words`. `url_name` takes
    the slug of the discovery, or that of its organization, whose members find it, where it is
    `of_organization`. `area` is where it belongs in a discovery."""

    key: str
    label: Text
    url_name: str
    area: str = ""
    words: tuple[Text, ...] = ()
    of_organization: bool = False


@dataclass(frozen=True, slots=True)
class AddedPart:
    """A part of a page, sorted by `order`. The `template` gets the result of `context(place, actor)` as
    `about`. If that is None, the part isn't shown. `page` is "top", "first" (above the checkpoints) or "last"
    (below them) on the overview, else the key of a page. `words` also find that page. A part at the top may
    have "urls": the next step that leads to one of these isn't shown below it."""

    key: str
    order: int
    template: str
    context: Callable[[Any, Actor], dict[str, Any] | None]
    page: str = "last"
    words: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class DiscoveryFollower:
    """Functions of an app that are called when discoveries change, inside the transaction.

    `created(actor, discovery, language)` prepares what the process of a new one plans, in this language, or
    in the usual one for "". `going(discoveries)` is called before they are deleted, and raises Conflict where
    one must stay now. `access_changed(discoveries)` is called when someone's access changes.
    `copied_from(discovery)` is the discovery whose roles count in a copy without members; None
    for any other.
    """

    key: str
    created: Callable[[Actor, Discovery, str], None] = lambda _actor, _discovery, _language: None
    going: Callable[[QuerySet[Discovery]], None] = lambda _discoveries: None
    access_changed: Callable[[QuerySet[Discovery]], None] = lambda _discoveries: None
    copied_from: Callable[[Discovery], Discovery | None] = lambda _discovery: None


# --- What is looked up ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Findable:
    """Artifacts of a discovery that people look up by the field `title`: its `rows`, with the `url` where
    people read one. Artifacts that belong to something else, `of` it, come after those that don't. Kinds of
    artifacts that have an address need none (search.selectors)."""

    model: type[Artifact]
    title: str
    rows: Callable[[Discovery], QuerySet[Any]]
    url: Callable[[Discovery, Any], str]
    of: Callable[[Any], object] | None = None

    @property
    def key(self) -> str:
        return self.model._meta.label


# --- What exists, what is missing, what is next ---------------------------------------------------


@dataclass(frozen=True, slots=True)
class CheckpointStanding:
    """The status of one thing of the process: `summary` says what exists ("3 goals, 5 hypotheses"), `missing`
    what does not (empty when it is complete), `url` where to go on, `step` the words of that link. `is_due`:
    what the checkpoint follows asks for it still, although it has begun."""

    summary: Text
    missing: Text
    url: str
    step: Text
    is_due: bool = False

    @property
    def is_complete(self) -> bool:
        return not self.missing


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One thing that a phase (and stream, or "") of a discovery produces. Sorted by `order` within its
    phase. Without a phase it is the organization's: pages may point at it, but no discovery waits for it.
    After the checkpoint with the key `follows` is complete, this one is the next to begin, or to go on with
    while it is due, even if earlier ones were skipped. One that only some discoveries have says by `is_there`
    which do."""

    key: str
    label: Text
    phase: str
    stream: str
    order: int
    standing: Callable[[Discovery], CheckpointStanding]
    follows: str = ""
    is_there: Callable[[Discovery], bool] = lambda _discovery: True


@dataclass(frozen=True, slots=True)
class NextStep:
    """`place` is where in the process it belongs, `missing` says in a sentence why it is next; `url` and
    `step` are the link there and its words."""

    place: Text
    label: Text
    missing: Text
    url: str
    step: Text


@dataclass(frozen=True, slots=True)
class Aftermath:
    """The steps that follow once a discovery `is_over`: then the first of `steps` is next, and no checkpoint
    any more."""

    key: str
    is_over: Callable[[Discovery], bool]
    steps: Callable[[Discovery], Iterable[NextStep]]


@dataclass(frozen=True, slots=True)
class AttentionPoint:
    """Something that someone has to do now: `words` name it, and lead to `url`; `detail` is a remark on it,
    "" for none. It `is_grave` if a promise is broken or someone objects."""

    words: str
    url: str
    detail: str = ""
    is_grave: bool = False


@dataclass(frozen=True, slots=True)
class AttentionSource:
    """An app's points that need attention, for the list on the overview: `points(discovery, account)` are
    those that everyone has, and those of the account, if there is one. Only a source that `is_personal` gets
    the account. Sorted by `order`."""

    key: str
    order: int
    points: Callable[[Discovery, User | None], Iterable[AttentionPoint]]
    is_personal: bool = False


# --- Reports --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReportSection:
    """A section of a discovery's report: `context` is the selector, `template` its page part. None from
    `context` leaves the section out (there is nothing to show). Its "headline" is a title that states the
    answer (discovery.headlines), its "source" where the numbers come from. Sorted by `order`."""

    key: str
    title: Text
    order: int
    template: str
    context: Callable[[Discovery], dict[str, Any] | None]
    # The stream whose report it belongs to; "" for what belongs into the report of each stream.
    stream: str = ""
    # Printed only where someone chooses it: it explains the method, and says nothing of the discovery.
    by_choice: bool = False
    # Executives are asked for what it explains: their two pages never leave it out.
    is_asked_for: bool = False


# --- On paper ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Canvas:
    """A blank sheet that people fill in by hand. What is written there goes to the page with the key `page`
    of the navigation: the code of the sheet leads to it, and the menu on it, and on the pages `offered_on`,
    offers the sheet. `context(discovery, room)` is what `template` asks; without a discovery it asks what
    ships. Its rows share the `room`, in pixels. Sorted by `order`."""

    key: str
    title: Text
    order: int
    page: str
    template: str
    context: Callable[[Discovery | None, int], dict[str, Any]]
    offered_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Poster:
    """A part of the report on one large sheet, to hang up. Its code leads to the page with
    the key `page` of the navigation; the menu there, and on the pages `offered_on`, offers it.
    `context(discovery)` is what `template` shows, with `is_turned` where the sheet lies on its side; None
    when there is nothing to show, which `is_filled` tells of what its pages have read. Sorted by `order`."""

    key: str
    title: Text
    order: int
    page: str
    template: str
    context: Callable[[Discovery], dict[str, Any] | None]
    is_filled: Callable[[Discovery], bool]
    offered_on: tuple[str, ...] = ()


# --- What can be done with a use case -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class UseCaseStep:
    """A step that an app offers editors beside a use case: `url` gives its address for the slug of the
    discovery and the use case's uuid. `links` gives what came of it, which everyone sees there under
    `heading`: names with their addresses."""

    key: str
    label: Text
    icon: str
    url: Callable[[str, UUID], str]
    heading: Text
    links: Callable[[Discovery, UUID], list[tuple[str, str]]]


# --- Demo -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DemoPart:
    """A part of the demo discovery that an app adds; called in order of `order` with the actor and the
    discovery, once."""

    key: str
    order: int
    build: Callable[[Actor, Discovery], None]


@dataclass(frozen=True, slots=True)
class DiscoveryLanguage:
    """In which language discoveries have something, such as their reports: `of` answers that of the newest,
    "" for none. The first by `order` that has one counts."""

    key: str
    order: int
    of: Callable[[QuerySet[Discovery]], str]


@dataclass(frozen=True, slots=True)
class OtherQuestions:
    """Questions of an app that a discovery has to answer, besides those that rooms raised: `words` count the
    open ones, "" for none. Sorted by `order`."""

    key: str
    order: int
    words: Callable[[Discovery], str]


areas: Registry[NavigationArea] = Registry("areas of the navigation")
navigation: Registry[NavigationPage] = Registry("pages of the navigation")
found_pages: Registry[FoundPage] = Registry("pages without a tab that are looked up")
added_parts: Registry[AddedPart] = Registry("parts of pages")
findables: Registry[Findable] = Registry("what is looked up")
actions: Registry[Action[Discovery]] = Registry("actions in a discovery")
discovery_followers: Registry[DiscoveryFollower] = Registry("followers of discoveries")
checkpoints: Registry[Checkpoint] = Registry("checkpoints")
aftermaths: Registry[Aftermath] = Registry("what follows the end of a discovery")
attention_sources: Registry[AttentionSource] = Registry("what needs attention")


report_sections: Registry[ReportSection] = Registry("report sections")
# What an app says in the report's summary: a section in a few lines, without its own heading.
summary_parts: Registry[ReportSection] = Registry("parts of the report's summary")
# What the two pages for executives say: each part answers one question of theirs, shorter than a section of
# the full report would.
executive_parts: Registry[ReportSection] = Registry("parts of the executive summary")
# What is drawn for a board, on a slide each, at most ten. A key is that of the section that says the same
# on paper: a choice of sections is one of slides.
board_slides: Registry[ReportSection] = Registry("slides for a board")
other_questions: Registry[OtherQuestions] = Registry("other questions")
canvases: Registry[Canvas] = Registry("canvases")
posters: Registry[Poster] = Registry("posters")
use_case_steps: Registry[UseCaseStep] = Registry("steps beside a use case")
demo_parts: Registry[DemoPart] = Registry("demo parts")
discovery_languages: Registry[DiscoveryLanguage] = Registry("languages of discoveries")
