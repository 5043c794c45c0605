"""Ready-made methods of prioritization, as data. Pure: no Django.

The first is the default: seven criteria from 0 to 5, added up (0 to 35). Its criteria follow the use-case
template of Data Mesh discoveries; the second is weighted shortest job first (Reinertsen 2009, as used in
SAFe); the third is the value and effort matrix.
"""

from __future__ import annotations

from dataclasses import dataclass

from lvt.scoring import Combination


def _(text: str) -> str:
    """Marks a text for translation; it is translated when a preset becomes a method
    (lvt.services.methods)."""
    return text


@dataclass(frozen=True, slots=True)
class PresetCriterion:
    """`low` and `high` say what the ends of the scale mean."""

    name: str
    question: str
    low: str
    high: str
    minimum: int = 0
    maximum: int = 5
    lower_is_better: bool = False
    is_cost: bool = False


@dataclass(frozen=True, slots=True)
class Preset:
    key: str
    name: str
    description: str
    combination: Combination
    criteria: tuple[PresetCriterion, ...]


SEVEN_CRITERIA = Preset(
    key="seven_criteria",
    name=_("Seven criteria"),
    description=_("Seven questions, each from 0 to 5, added up to at most 35. Little effort scores high."),
    combination=Combination.SUM,
    criteria=(
        PresetCriterion(
            _("Business value"),
            _("How much could this gain the business, or cost it if we leave it?"),
            _("None"),
            _("Very high"),
        ),
        PresetCriterion(
            _("Time criticality"),
            _("How fast does the value fall? Will users wait for us?"),
            _("Can wait"),
            _("Now or never"),
        ),
        PresetCriterion(
            _("Risk reduction"),
            _("What do we risk by waiting, and which new opportunities does this open?"),
            _("No risk, opens nothing"),
            _("High risk, opens a lot"),
        ),
        PresetCriterion(
            _("Reach"),
            _("How many people will this touch, within the same period for all use cases?"),
            _("Hardly anybody"),
            _("Everybody we serve"),
        ),
        PresetCriterion(
            _("Impact"),
            _("How much will it change for each of them?"),
            _("Nothing noticeable"),
            _("Changes how they work"),
        ),
        PresetCriterion(
            _("Confidence"),
            _("How sure are we of these answers?"),
            _("A guess"),
            _("Backed by evidence"),
        ),
        PresetCriterion(
            _("Effort"),
            _("How does the work compare with the others? The least effort scores highest."),
            _("Most effort"),
            _("Least effort"),
        ),
    ),
)

WEIGHTED_SHORTEST_JOB = Preset(
    key="weighted_shortest_job",
    name=_("Weighted shortest job first"),
    description=_("The cost of waiting divided by the size of the work: small things that matter go first."),
    combination=Combination.RATIO,
    criteria=(
        PresetCriterion(
            _("Value"), _("How much is it worth to users and the business?"), _("Little"), _("A lot"), 1, 10
        ),
        PresetCriterion(
            _("Time criticality"),
            _("How fast does that worth fall while we wait?"),
            _("Not at all"),
            _("Every week counts"),
            1,
            10,
        ),
        PresetCriterion(
            _("Risk and opportunity"),
            _("How much risk does it take away, or opportunity does it open?"),
            _("None"),
            _("A lot"),
            1,
            10,
        ),
        PresetCriterion(
            _("Size of the work"),
            _("How big is the work, compared with the others?"),
            _("Smallest"),
            _("Biggest"),
            1,
            10,
            lower_is_better=True,
            is_cost=True,
        ),
    ),
)

VALUE_AND_EFFORT = Preset(
    key="value_and_effort",
    name=_("Value and effort"),
    description=_("Two questions for a short session: what it is worth, and how little work it takes."),
    combination=Combination.SUM,
    criteria=(
        PresetCriterion(
            _("Value"), _("How much is it worth to the business?"), _("Little"), _("A lot"), 1, 5
        ),
        PresetCriterion(
            _("Effort"),
            _("How much work is it?"),
            _("Very little"),
            _("Very much"),
            1,
            5,
            lower_is_better=True,
        ),
    ),
)

PRESETS = {preset.key: preset for preset in (SEVEN_CRITERIA, WEIGHTED_SHORTEST_JOB, VALUE_AND_EFFORT)}
DEFAULT = SEVEN_CRITERIA
