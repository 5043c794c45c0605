"""The six steps of an operating model, each with the checkpoints of this discovery that answer it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.labels import Text
from discovery.checklist import Checklist
from discovery.discoveries.selectors import line_of, standing_of
from discovery.models import Discovery
from discovery.registries import checkpoints


@dataclass(frozen=True, slots=True)
class FrameStep:
    """A step of the frame: its question, and the checkpoints (by key) that answer it."""

    key: str
    title: Text
    question: Text
    answered_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnsweredStep:
    """`number` counts from 1; `answers` are the checkpoints of this discovery that answer the step."""

    number: int
    step: FrameStep
    answers: Checklist


STEPS: tuple[FrameStep, ...] = (
    FrameStep(
        "vision",
        _("Purpose and vision"),
        _("Where do we want to be, which goals lead there, and which hypotheses do we test?"),
        ("vision", "goals", "hypotheses"),
    ),
    FrameStep(
        "strategy",
        _("Domain data strategy"),
        _("How does the domain use the platform to build data products that others can use too?"),
        ("domain_strategy", "data_strategy", "suitability", "key_questions", "data_sharing"),
    ),
    FrameStep(
        "portfolio",
        _("Portfolio management"),
        _("Which hypotheses come first, who decides, and how many do we work on at a time?"),
        ("hypotheses_by_value", "ranking", "shortlist", "governance", "decisions"),
    ),
    FrameStep(
        "architecture",
        _("Product architecture"),
        _("Which data products deliver the value, and in which slices?"),
        ("data_products", "landscape", "platform_gaps", "logical_architecture"),
    ),
    FrameStep(
        "delivery",
        _("Agile delivery"),
        _("Which teams deliver in small steps, and who is responsible for what?"),
        ("teams", "roles", "responsibilities", "ownership"),
    ),
    FrameStep(
        "value",
        _("Measure value"),
        _("How do we know it pays off, in value delivered rather than work done?"),
        ("measures", "serving_goals", "promises", "fitness"),
    ),
)


def step_words() -> list[tuple[str, str]]:
    """Title and question of each step, as the drawing of the loop takes them."""
    return [(str(step.title), str(step.question)) for step in STEPS]


def frame_of(discovery: Discovery) -> list[AnsweredStep]:
    """The six steps in order, without checkpoints that no app offers."""
    return [
        AnsweredStep(
            number,
            step,
            Checklist(
                tuple(
                    line_of(checkpoint, standing_of(discovery, checkpoint.key))
                    for checkpoint in (checkpoints.get(key) for key in step.answered_by if key in checkpoints)
                )
            ),
        )
        for number, step in enumerate(STEPS, start=1)
    ]
