"""Reads of the suitability check: the statements by aspect, the verdict in words, what would change it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.labels import Text
from discovery.models import Discovery
from discovery.selectors.shipped_texts import in_language_of_now
from process.models import Aspect, SuitabilityStatement
from process.shipped import STATEMENT_TEXTS, STATEMENTS, is_essential
from process.suitability import rules as suitability
from process.suitability.rules import AspectScore, Judgment, RatedStatement

# What each point of the scale says.
SCALE: tuple[tuple[int, Text], ...] = (
    (0, _("Not at all")),
    (1, _("Hardly")),
    (2, _("Half")),
    (3, _("Mostly")),
    (4, _("Fully")),
)

# The same in a sentence about today.
TODAY: tuple[Text, ...] = (
    _("Not true today"),
    _("Hardly true today"),
    _("Half true today"),
    _("Mostly true today"),
    _("Fully true today"),
)


@dataclass(frozen=True, slots=True)
class VerdictWords:
    """The outcome in a few words, what it means, and its tone."""

    title: Text
    meaning: Text
    tone: str


VERDICTS: dict[str, VerdictWords] = {
    "open": VerdictWords(
        _("Not decided yet"),
        _("Not enough statements are rated, or a must-have isn’t rated yet."),
        "",
    ),
    "yes": VerdictWords(
        _("Yes, Data Mesh fits here"),
        _("The problems it solves are serious here, and you have what it takes. Get started."),
        "good",
    ),
    "small": VerdictWords(
        _("Yes, starting with one domain"),
        _("Need and readiness are sufficient. Learn from one domain, then check again."),
        "good",
    ),
    "not_ready": VerdictWords(
        _("Not now: too early"),
        _(
            "You have the problems it solves, but not what it takes yet. That’s a valid result. "
            "Work on the needed changes, then check again."
        ),
        "warn",
    ),
    "not_needed": VerdictWords(
        _("Not now: something simpler will do"),
        _(
            "The problems a mesh solves aren’t serious here. A central platform with clear "
            "owners is less work. That’s a valid result. Check again when more domains need each "
            "other’s data."
        ),
        "warn",
    ),
}


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A statement with what it means for the verdict: it is essential, or stands in the way."""

    statement: SuitabilityStatement
    is_essential: bool
    is_blocking: bool

    @property
    def text(self) -> str:
        """The statement; a shipped one that no one changed is translated into the reader's language."""
        return in_language_of_now(self.statement.text, STATEMENT_TEXTS.get(self.statement.key))

    @property
    def score_words(self) -> Text:
        """The score in a word; "" while no one has said."""
        score = self.statement.score
        return "" if score is None else SCALE[score][1]

    @property
    def today(self) -> Text:
        """The score in words about today; "" while no one has said."""
        score = self.statement.score
        return "" if score is None else TODAY[score]


@dataclass(frozen=True, slots=True)
class AspectGroup:
    """The statements about one aspect, and what they say together."""

    aspect: str
    name: Text
    part: AspectScore
    lines: tuple[StatementLine, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """The whole check. `changes` are the statements that a better verdict belongs to, those in the way first;
    `unsaid` those that must be rated before there is a verdict; `missing` counts the shipped statements that
    it does not have."""

    judgment: Judgment
    words: VerdictWords
    groups: tuple[AspectGroup, ...]
    changes: tuple[StatementLine, ...]
    unsaid: tuple[StatementLine, ...]
    strong: tuple[StatementLine, ...]
    missing: int

    @property
    def is_empty(self) -> bool:
        return not any(group.lines for group in self.groups)

    @property
    def is_decided(self) -> bool:
        return self.judgment.verdict != "open"


def check_of(discovery: Discovery) -> Check:
    """One query."""
    rows = list(SuitabilityStatement.objects.filter(discovery=discovery))
    judgment = suitability.judge([_rated(row) for row in rows])
    blocking = set(judgment.blocking)
    lines = {
        str(row.uuid): StatementLine(row, is_essential(row.key), str(row.uuid) in blocking) for row in rows
    }
    parts = {Aspect.NEED: judgment.need, Aspect.READY: judgment.ready}
    existing_keys = {row.key for row in rows}

    def lines_of(keys: Iterable[str]) -> tuple[StatementLine, ...]:
        return tuple(lines[key] for key in keys)

    return Check(
        judgment,
        VERDICTS[judgment.verdict],
        tuple(
            AspectGroup(
                aspect.value,
                aspect.label,
                part,
                tuple(line for line in lines.values() if line.statement.aspect == aspect),
            )
            for aspect, part in parts.items()
        ),
        changes=lines_of(judgment.levers),
        unsaid=lines_of(judgment.unsaid),
        strong=lines_of(judgment.strong),
        missing=sum(each.key not in existing_keys for each in STATEMENTS),
    )


def _rated(row: SuitabilityStatement) -> RatedStatement:
    return RatedStatement(str(row.uuid), row.aspect, row.score, is_essential(row.key))
