"""Measures of success of a goal, a hypothesis or an initiative, and their measured values."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from core.exceptions import Conflict, Invalid
from core.kinds import Display, Field, Layout
from lvt.measures.selectors import goal_of
from lvt.models import Goal, Measure, MeasuredValue
from lvt.tree.kinds import GOAL, HYPOTHESIS, INITIATIVE, TreeKind


class MeasureKind(TreeKind[Measure]):
    """A measure of success of a goal, a hypothesis or an initiative, from a baseline to a target."""

    model = Measure
    path = (f"goal__{GOAL.path}", f"hypothesis__{HYPOTHESIS.path}", f"initiative__{INITIATIVE.path}")
    layout = Layout("name", Field("unit", css_class="short", placeholder="%"), "baseline", "target", "due_on")
    help_texts = {
        "unit": gettext_lazy("Such as %, days or €."),
        "target": gettext_lazy("The value to reach. You can add it later."),
        "baseline": gettext_lazy("The starting value. It’s needed to show progress toward the target."),
    }
    on_delete_trash = ("use_case_links",)

    def check(self, draft: Measure, before: Measure | None) -> None:
        if draft.baseline is not None and draft.baseline == draft.target:
            raise Invalid(_("The target must differ from the baseline."), "target")

    def url(self, artifact: Measure) -> str:
        return reverse("lvt:measure", args=[goal_of(artifact).discovery.slug, artifact.uuid])

    def redrawn(self, verb: str, artifact: Measure) -> Goal | None:
        return goal_of(artifact)


class ValueKind(TreeKind[MeasuredValue]):
    """The value of a measure of success on a day."""

    model = MeasuredValue
    recognized_by = ("measured_on",)
    noun = "value"
    path = tuple(f"measure__{path}" for path in MeasureKind.path)
    title = "value"
    layout = Layout("measured_on", "value", "note")
    display = Display(at_length=("measured_on", "note"))
    looks_at_siblings = True

    def check(self, draft: MeasuredValue, before: MeasuredValue | None) -> None:
        if draft.measured_on > timezone.localdate():
            raise Invalid(_("This date is in the future."), "measured_on")
        others = self.siblings(draft).filter(measured_on=draft.measured_on)
        if (others.exclude(pk=before.pk) if before else others).exists():
            raise Conflict(_("This date already has a value. Edit that one instead."), "measured_on")

    def summary(self, artifact: MeasuredValue) -> str:
        return artifact.measure.name

    def redrawn(self, verb: str, artifact: MeasuredValue) -> Goal | None:
        return goal_of(artifact.measure)


MEASURE = MeasureKind()
VALUE = ValueKind()
