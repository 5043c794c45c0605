"""The part of the value tree that a room can assess: the value of its hypotheses, on the criteria of a
method."""

from collections import defaultdict
from collections.abc import Hashable, Mapping
from decimal import Decimal
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.exceptions import NotFound
from core.labels import Text
from core.services import artifacts, kinds
from discovery.models import Discovery
from documents import rounded_numbers
from documents.localized_numbers import number
from lvt.hypothesis_medians import recorded_total
from lvt.hypothesis_ranking.selectors import HYPOTHESES
from lvt.hypothesis_ratings.kinds import criteria_in
from lvt.kinds.room_updates import TREE_TOGETHER
from lvt.methods.selectors import as_method, method_of_hypotheses
from lvt.methods.services import ensure_method_of_hypotheses
from lvt.models import BetState, Criterion, CriterionPart, HypothesisRating, ScoringMethod
from lvt.tree.selectors import hypotheses_of
from organizations.actors import Actor
from workshops.activity_kind import Way
from workshops.agenda.selectors import comes_before
from workshops.models import Activity
from workshops.registries import AssessedScale, AssessedSubject, AssessmentSource, assessment_sources


def register_own() -> None:
    """Register it."""
    assessment_sources.register(
        AssessmentSource(
            HYPOTHESES,
            _("Value of hypotheses"),
            50,
            _("What is each of our hypotheses worth?"),
            _scales,
            _hypotheses,
            lambda _actor, _discovery: None,
            _record,
            lacks=_lacks,
            way=lambda discovery: Way(_("Add a hypothesis"), reverse("lvt:tree", args=[discovery.slug])),
            hold=lambda actor, discovery: str(
                ensure_method_of_hypotheses(actor=actor, discovery=discovery).uuid
            ),
            is_written=True,
            total=_("Total"),
            highest=_highest,
            totals=_totals,
        )
    )


def _lacks(activity: Activity) -> Text:
    if hypotheses_of(activity.track.workshop.discovery).exists():
        return ""
    return "" if comes_before(activity, {TREE_TOGETHER}) else _("No hypotheses yet.")


def _method(discovery: Discovery, held_by: str) -> ScoringMethod | None:
    methods = ScoringMethod.objects.filter(discovery=discovery)
    method = next((each for each in methods if str(each.uuid) == held_by), None)
    return method or method_of_hypotheses(discovery)


def _scales(discovery: Discovery, held_by: str) -> tuple[AssessedScale, ...]:
    method = _method(discovery, held_by)
    return tuple(_scale(criterion) for criterion in method.criteria.all()) if method else ()


def _highest(discovery: Discovery, held_by: str) -> str:
    method = _method(discovery, held_by)
    highest = as_method(method).highest() if method else None
    return "" if highest is None else number(rounded_numbers.as_typed(rounded_numbers.score(highest)))


def _totals(
    discovery: Discovery, held_by: str, numbers: Mapping[UUID, Mapping[str, int]]
) -> Mapping[UUID, Decimal]:
    """Totals of the hypotheses by the method, from places on its scales."""
    if (method := _method(discovery, held_by)) is None:
        return {}
    arithmetic = as_method(method)
    criteria = {str(each.uuid): each for each in method.criteria.all()}
    totals = {}
    for uuid, places in numbers.items():
        answers: dict[Hashable, int] = {}
        for key, place in places.items():
            answers[criteria[key].pk] = place + criteria[key].scale[0].value
        total, _problem = recorded_total(arithmetic, answers)
        if total is not None:
            totals[uuid] = rounded_numbers.score(total, arithmetic.highest())
    return totals


def _scale(criterion: Criterion) -> AssessedScale:
    """Numbers are places on the scale, from 0."""
    steps = (criterion.lowest, *criterion.scale[1:-1], criterion.highest)
    return AssessedScale(
        str(criterion.uuid),
        criterion.name,
        tuple(step.label for step in steps),
        criterion.question,
        tuple(step.number for step in steps),
        criterion.part == CriterionPart.COST,
    )


def _hypotheses(discovery: Discovery) -> list[AssessedSubject]:
    """Those that are not stopped, in the order of the tree."""
    recorded: dict[int, dict[str, int | None]] = defaultdict(dict)
    ratings = HypothesisRating.objects.filter(hypothesis__goal__discovery=discovery)
    for rating in ratings.select_related("criterion"):
        place = rating.number - rating.criterion.scale[0].value
        recorded[rating.hypothesis_id][str(rating.criterion.uuid)] = place
    return [
        AssessedSubject(each.uuid, each.statement, "", each.goal.title, recorded[each.pk])
        for each in hypotheses_of(discovery).exclude(state=BetState.STOPPED)
    ]


def _record(actor: Actor, discovery: Discovery, uuid: UUID, numbers: Mapping[str, int]) -> None:
    hypothesis = hypotheses_of(discovery).filter(uuid=uuid).first()
    criteria = {str(each.uuid): each for each in criteria_in(discovery).select_related("method")}
    if hypothesis is None or not numbers.keys() <= criteria.keys():
        raise NotFound(_("This was deleted."))
    for method in {criteria[key].method for key in numbers}:
        artifacts.locked(method)  # it is not changed meanwhile
    ratings = {str(each.criterion.uuid): each for each in hypothesis.ratings.select_related("criterion")}
    for key, place in numbers.items():
        number = place + criteria[key].scale[0].value
        if key in ratings:
            kinds.change(actor=actor, artifact=ratings[key], number=number)
        else:
            draft = HypothesisRating(hypothesis=hypothesis, criterion=criteria[key], number=number)
            kinds.add(actor=actor, draft=draft)
