"""Subjects of the process that a room can assess: the need for Data Mesh, its feasibility, and the
delta."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from uuid import UUID

from django.utils.translation import gettext as _now, gettext_lazy as _, ngettext, pgettext_lazy

from core.exceptions import NotFound
from core.labels import Text
from discovery.headlines import brief
from discovery.models import Discovery
from organizations.actors import Actor
from process.delta.chart import TOP
from process.delta.selectors import delta_of
from process.delta.services import begin_delta, record_dimension
from process.models import Aspect, DeltaDimension, SuitabilityStatement
from process.suitability.selectors import SCALE, check_of
from process.suitability.services import rate_statement, take_shipped_statements
from workshops.registries import AssessedScale, AssessedSubject, AssessmentSource, always, assessment_sources

_TRUE = AssessedScale("score", _("How true is it?"), tuple(words for _score, words in SCALE))
_STEPS = ("",) * (TOP + 1)


def register_own() -> None:
    """Register them."""
    assessment_sources.register(
        _statements("suitability", _("Need for Data Mesh"), 10, Aspect.NEED),
        _statements("readiness", _("Readiness for Data Mesh"), 20, Aspect.READY),
        AssessmentSource(
            "delta",
            _("Data Mesh delta: today and target"),
            30,
            _("Where are we today, and where do we want to be?"),
            always(
                AssessedScale("today", _("Today"), _STEPS),
                AssessedScale("wanted", pgettext_lazy("level", "Target"), _STEPS),
            ),
            _dimensions,
            lambda actor, discovery: begin_delta(actor=actor, discovery=discovery),
            _record_dimension,
            total=pgettext_lazy("delta", "Gap"),
            lead=_largest_gap,
            totals=_gaps,
        ),
    )


def _gaps(
    _discovery: Discovery, _held_by: str, numbers: Mapping[UUID, Mapping[str, int]]
) -> Mapping[UUID, Decimal]:
    """Steps from today to the target."""
    return {
        uuid: Decimal(places["wanted"] - places["today"])
        for uuid, places in numbers.items()
        if {"today", "wanted"} <= places.keys()
    }


def _largest_gap(names: Sequence[str], gap: Decimal) -> str:
    """The dimensions that share the largest gap, in a sentence."""
    if gap <= 0:
        return _now("No gap between today and the target")
    values = {"leaders": len(names), "name": brief(names[0]), "count": int(gap)}
    if len(names) == 1:
        words = ngettext(
            "“%(name)s” has the largest gap: %(count)s level",
            "“%(name)s” has the largest gap: %(count)s levels",
            int(gap),
        )
    else:
        words = ngettext(
            "%(leaders)s dimensions share the largest gap: %(count)s level each",
            "%(leaders)s dimensions share the largest gap: %(count)s levels each",
            int(gap),
        )
    return words % values


def _statements(key: str, label: Text, order: int, aspect: Aspect) -> AssessmentSource:
    subjects: Callable[[Discovery], list[AssessedSubject]] = partial(_of_aspect, aspect)
    return AssessmentSource(
        key,
        label,
        order,
        _("How true is this here?"),
        always(_TRUE),
        subjects,
        lambda actor, discovery: take_shipped_statements(actor=actor, discovery=discovery),
        _record_statement,
    )


def _of_aspect(aspect: Aspect, discovery: Discovery) -> list[AssessedSubject]:
    return [
        AssessedSubject(line.statement.uuid, line.statement.text, "", "", {"score": line.statement.score})
        for group in check_of(discovery).groups
        if group.aspect == aspect
        for line in group.lines
    ]


def _record_statement(actor: Actor, discovery: Discovery, uuid: UUID, numbers: Mapping[str, int]) -> None:
    statement = SuitabilityStatement.objects.filter(discovery=discovery, uuid=uuid).first()
    if statement is None:
        raise NotFound(_("This was deleted."))
    rate_statement(actor=actor, statement=statement, score=numbers["score"])


def _dimensions(discovery: Discovery) -> list[AssessedSubject]:
    return [
        AssessedSubject(
            line.dimension.uuid,
            line.name,
            line.dimension.description,
            stream.name,
            {"today": line.today, "wanted": line.wanted},
        )
        for stream in delta_of(discovery).streams
        for line in stream.lines
    ]


def _record_dimension(actor: Actor, discovery: Discovery, uuid: UUID, numbers: Mapping[str, int]) -> None:
    dimension = DeltaDimension.objects.filter(discovery=discovery, uuid=uuid).first()
    if dimension is None:
        raise NotFound(_("This was deleted."))
    record_dimension(actor=actor, dimension=dimension, numbers=numbers)
