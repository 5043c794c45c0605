"""Assessments of a room: subjects, people's progress, and, once it is revealed, the answers."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from core.selectors.request_cache import cached_per_request
from discovery.models import Discovery
from documents.charts import DistributionStrip, distribution_strip
from documents.localized_numbers import number
from organizations.actors import Actor
from workshops.contributions import result_sentences
from workshops.contributions.answers.selectors import ANSWERS
from workshops.contributions.assessment.rules import BUSINESS, IT, Opinion, middle, opinion, places
from workshops.models import Activity, Answer
from workshops.registries import AssessedScale, AssessedSubject, AssessmentSource, assessment_sources

ASSESSMENT = "assessment"
"""The kind of activity."""
SKIP = "skip"
"""What a phone sends for "not my field"."""
HELD_BY = "held_by"
"""The setting of an activity that names the scales that it began with (registries.AssessmentSource.hold)."""


@dataclass(frozen=True, slots=True)
class ScaleAnswers:
    """Answers on a subject on one scale, and the number that is recorded, None for nothing. `own` is the
    number of the person who looks; it is read for them alone."""

    scale: AssessedScale
    slot: str
    opinion: Opinion
    recorded: int | None
    own: int | None = None

    @property
    def room(self) -> int | None:
        """The middle answer of the room; None when no one gave a number."""
        return self.opinion.middle

    @property
    def business(self) -> int | None:
        """The middle answer of the business side; None without any number."""
        return middle(self.opinion.of_side(BUSINESS))

    @property
    def it(self) -> int | None:
        """The middle answer of the IT side; None without any number."""
        return middle(self.opinion.of_side(IT))

    @property
    def is_open(self) -> bool:
        """True if the room's number differs from the recorded one."""
        return self.room is not None and self.room != self.recorded

    @property
    def range_words(self) -> str:
        """From the lowest to the highest number; "" when no one gave one."""
        if not self.opinion.count:
            return ""
        if self.opinion.low == self.opinion.high:
            return _("all equal")
        low, high = self.scale.mark(self.opinion.low), self.scale.mark(self.opinion.high)
        return _("%(low)s to %(high)s") % {"low": low, "high": high}

    @property
    def tint(self) -> int:
        """The room's number as one of five shades, from 0; 0 without one."""
        return round(4 * (self.room or 0) / max(1, self.scale.top))

    @property
    def strip(self) -> DistributionStrip:
        """The histogram by side."""
        business, it = self.opinion.of_side(BUSINESS), self.opinion.of_side(IT)
        return distribution_strip(business, it, self.opinion.counts, self.scale.marks)


@dataclass(frozen=True, slots=True)
class SubjectAnswers:
    """A subject with what was said of it on each scale, and the number that these make up, None for none. Its
    `place` by that number is "=3" where several share it, and "" for a single subject."""

    subject: AssessedSubject
    cells: tuple[ScaleAnswers, ...]
    total: Decimal | None = None
    place: str = ""

    @property
    def is_open(self) -> bool:
        return any(each.is_open for each in self.cells)

    @property
    def widest(self) -> ScaleAnswers:
        """The scale on which people are furthest apart."""
        return max(self.cells, key=lambda each: each.opinion.distance)


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """One scale of a subject on a phone; `given` is the number as text, SKIP, or "" before."""

    scale: AssessedScale
    place: int
    slot: str
    value: str


def assessed_in(activity: Activity) -> AssessmentSource:
    """The assessment of the activity: as the settings name it, else the first one."""
    key = activity.settings.get("what")
    if isinstance(key, str) and key in assessment_sources:
        return assessment_sources.get(key)
    return min(assessment_sources, key=lambda each: each.order)


def scales_in(activity: Activity) -> tuple[AssessedScale, ...]:
    """The scales that the room began with; before, those of today."""
    held_by = activity.settings.get(HELD_BY)
    key = assessed_in(activity).key
    return _scales(activity.track.workshop.discovery, key, held_by if isinstance(held_by, str) else "")


def slot_of(subject: UUID, place: int) -> str:
    """The slot of the answers on the scale at this place. It holds the uuid as it is written everywhere, so
    that a copy of the discovery finds it."""
    return f"{subject}:{place}"


def subjects_in(activity: Activity) -> list[AssessedSubject]:
    """The subjects in the order of their page."""
    return _subjects(activity.track.workshop.discovery, assessed_in(activity).key)


@cached_per_request
def _subjects(discovery: Discovery, key: str) -> list[AssessedSubject]:
    return list(assessment_sources.get(key).subjects(discovery))


@cached_per_request
def _scales(discovery: Discovery, key: str, held_by: str) -> tuple[AssessedScale, ...]:
    return tuple(assessment_sources.get(key).scales(discovery, held_by))


def slots_in(activity: Activity) -> list[str]:
    """The slots of all that is asked."""
    places = range(len(scales_in(activity)))
    return [slot_of(subject.uuid, place) for subject in subjects_in(activity) for place in places]


def given_by_author(activity: Activity, slots: Collection[str]) -> dict[str, int]:
    """Count the questions that each author answered or skipped."""
    slot_set = set(slots)
    rows = Answer.objects.filter(activity=activity).values_list("author", "slot")
    return dict(Counter(author for author, slot in rows if slot in slot_set))


def own_answers(activity: Activity, actor: Actor) -> list[tuple[AssessedSubject, list[OwnAnswer]]]:
    """Each subject with what the actor gave."""
    rows = Answer.objects.filter(activity=activity, author=actor.author) if actor.author else ()
    values = {each.slot: SKIP if each.number is None else str(each.number) for each in rows}
    scales = scales_in(activity)
    return [
        (
            subject,
            [
                OwnAnswer(scale, place, slot, values.get(slot, ""))
                for place, scale in enumerate(scales)
                for slot in [slot_of(subject.uuid, place)]
            ],
        )
        for subject in subjects_in(activity)
    ]


def subject_answers(activity: Activity, actor: Actor | None = None) -> list[SubjectAnswers]:
    """Return the room's answers on each subject, and the actor's own. Hidden until the reveal: ask only
    then."""
    answers: dict[str, list[tuple[str, int | None]]] = defaultdict(list)
    own: dict[str, int | None] = {}
    for each in ANSWERS.of(activity):
        answers[each.slot].append((each.participant.side if each.participant else "", each.number))
        if actor is not None and each.author == actor.author:
            own[each.slot] = each.number
    scales = scales_in(activity)
    return [
        SubjectAnswers(
            subject,
            tuple(
                ScaleAnswers(
                    scale,
                    slot,
                    opinion(scale.top, answers[slot]),
                    subject.recorded.get(scale.field),
                    own.get(slot),
                )
                for place, scale in enumerate(scales)
                for slot in [slot_of(subject.uuid, place)]
            ),
        )
        for subject in subjects_in(activity)
    ]


def highest_total(activity: Activity) -> str:
    """The highest total that a subject can have, as words; "" where there is none, or no total."""
    source, held_by = assessed_in(activity), activity.settings.get(HELD_BY)
    if source.highest is None:
        return ""
    return source.highest(activity.track.workshop.discovery, held_by if isinstance(held_by, str) else "")


def lead_words(activity: Activity, names: Sequence[str], total: Decimal) -> str:
    """A sentence about the subjects that share the highest total."""
    lead = assessed_in(activity).lead
    if lead is not None:
        return lead(names, total)
    return result_sentences.highest_total(names, number(str(total)), highest_total(activity))


def by_total(activity: Activity, lines: Collection[SubjectAnswers]) -> list[SubjectAnswers]:
    """The lines with their totals (registries.AssessmentSource), highest first; those without are last."""
    source, held_by = assessed_in(activity), activity.settings.get(HELD_BY)
    if source.totals is None:
        return list(lines)
    numbers = {
        line.subject.uuid: {cell.scale.field: cell.room for cell in line.cells if cell.room is not None}
        for line in lines
    }
    discovery = activity.track.workshop.discovery
    totals = source.totals(discovery, held_by if isinstance(held_by, str) else "", numbers)
    if all(total == int(total) for total in totals.values()):
        totals = {uuid: Decimal(int(total)) for uuid, total in totals.items()}
    rows = [replace(line, total=totals.get(line.subject.uuid)) for line in lines]
    rows.sort(key=lambda line: (line.total is None, -(line.total or 0)))
    if len(rows) == 1:
        return rows
    ranks = places([line.total for line in rows])
    return [
        replace(line, place=_("=%(place)s") % {"place": place} if is_shared else str(place or "–"))
        for line, (place, is_shared) in zip(rows, ranks, strict=True)
    ]


def furthest_apart(lines: Collection[SubjectAnswers]) -> list[SubjectAnswers]:
    """The subjects on which people are apart, furthest first; those on which all agree are left out."""
    apart = [line for line in lines if any(line.widest.opinion.distance)]
    return sorted(apart, key=lambda line: line.widest.opinion.distance, reverse=True)
