"""Filling the template of a data product together: phones propose, and everyone sees the drawing fill."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now, gettext_lazy as _, ngettext

from core.labels import Text
from organizations.actors import Actor
from products.design.template_proposals import selectors
from products.design.template_proposals.selectors import FILL, LOOK
from products.design.template_proposals.services import TEMPLATE, begin
from products.forms.room_contributions import TemplateSettings
from products.models import OutputKind, TemplatePart, TemplateProposal, TemplateQuestion
from products.selectors.room_products import TEMPLATE_TOGETHER, product_at, products_at
from workshops import permissions
from workshops.activities import contribution_counts
from workshops.activity_kind import ActivityKind, NamesSeenBy, Phase, ResultLine
from workshops.activity_progress import Progress
from workshops.agenda.needed_people.rules import BOTH_SIDES, Need
from workshops.agenda.time_estimates.rules import AnswerLoad
from workshops.contributions.selectors import count_by_author, times_of
from workshops.models import Activity

_DRAWN = (
    TemplatePart.PRODUCER,
    TemplatePart.OUTPUT,
    TemplatePart.CONSUMER,
    TemplatePart.JOB,
    TemplatePart.NAME,
)

# How long someone of medium speed takes for a proposal, in seconds, and how many they make.
PROPOSAL = 50
PROPOSALS_EACH = 3


class TemplateTogether(ActivityKind):
    """The template is one keyed item: what is taken up sends it, and nothing else of the screens."""

    key = TEMPLATE_TOGETHER
    label = _("Fill in the template")
    description = _(
        "Everyone fills in the template of one data product: the six questions, ports and its job."
    )
    icon = "table"
    needs = BOTH_SIDES | {Need.PRODUCT_OWNER}
    group = "products"
    default_minutes = 30
    template_dir = "products/activities/template_together"
    names_seen = NamesSeenBy.FACILITATORS
    settled_in = LOOK
    reads = (selectors.PROPOSALS.reads,)
    shows_everything = True
    has_mine = True
    has_done_button = True
    settings_form = TemplateSettings
    phases = (
        Phase(FILL, _("Fill in the template"), _("Reopen proposals"), after=(LOOK,)),
        Phase(LOOK, _("Review the template"), _("Close proposals"), after=(FILL,), is_open=False),
    )

    def unready(self, activity: Activity) -> Text:
        is_said = activity.settings.get("product") or activity.settings.get("name")
        return "" if is_said else _("Choose or name a data product first.")

    def on_start(self, activity: Activity, actor: Actor) -> None:
        begin(actor=actor, activity=activity)

    def effort_in(self, activity: Activity, people: int) -> Sequence[AnswerLoad]:
        return (AnswerLoad(PROPOSALS_EACH, PROPOSAL),)

    def answer_times(self, activities: QuerySet[Activity]) -> QuerySet[Any, tuple[Any, ...]]:
        return times_of(TemplateProposal, activities)

    def console(self, activity: Activity) -> dict[str, Any]:
        return {
            **self.room(activity),
            "waiting": list(selectors.pending_proposals(activity)),
            "straight": selectors.goes_straight(activity),
            "products": list(products_at(activity)),
        }

    def screen(self, activity: Activity, audience: str) -> dict[str, Any]:
        return {"product": product_at(activity)}

    def stage_title(self, activity: Activity) -> Text:
        product = product_at(activity)
        return _now("What do we know about %(name)s?") % {"name": product.name} if product is not None else ""

    def stage_statement(self, activity: Activity) -> str:
        """Return the number of the questions with an answer, in a sentence, once proposals are closed."""
        product = product_at(activity) if self.is_settled(activity) else None
        if product is None:
            return ""
        answers = selectors.room_template(activity, product)
        count, all_count = len(answers.answers) - len(answers.open_questions), len(answers.answers)
        if not count:
            return _now("No question is answered yet")
        if count == all_count:
            return _now("All %(all)s questions are answered") % {"all": all_count}
        words = ngettext(
            "%(count)s of %(all)s questions is answered", "%(count)s of %(all)s questions are answered", count
        )
        return words % {"count": count, "all": all_count}

    def mine(self, activity: Activity, actor: Actor) -> dict[str, Any]:
        participant = permissions.check_take_part(actor, activity.track.workshop)
        return {
            "product": product_at(activity),
            "is_open": activity.phase != LOOK,
            "questions": list(TemplateQuestion),
            "drawn": _DRAWN,
            "kinds": OutputKind.choices,
            "straight": selectors.goes_straight(activity),
            "own": selectors.own_proposals(activity, participant),
        }

    def results(self, activity: Activity) -> dict[str, Any] | None:
        product = selectors.shaped_in(activity)
        if product is None or activity.started_at is None:
            return None
        proposals = (each for each in selectors.PROPOSALS.of(activity) if each.became is None)
        waiting = [each for each in proposals if each.product_id == product.pk]
        return {"template": selectors.template_in(activity, product), "left": waiting}

    def progress(self, activity: Activity, expected: frozenset[str]) -> Progress:
        counts = count_by_author(selectors.proposals_of(activity))
        return self.progress_by(activity, expected, counts, contribution_counts.proposals)

    def result_lines(self, results: Mapping[str, Any]) -> Iterable[ResultLine]:
        template = results["template"]
        parts = (
            (TemplatePart.PRODUCER, template.producers),
            (TemplatePart.OUTPUT, template.outputs),
            (TemplatePart.CONSUMER, template.consumers),
        )
        for part, lines in parts:
            group = str(part.label)
            yield from (ResultLine(each.text, template.product.name, group, by=each.by) for each in lines)
        for question, answer, by in template.answered:
            yield ResultLine(answer.text, template.product.name, str(question.label), by=by)
        more = _now("Proposed but not in the template")
        for each in results["left"]:
            by = each.participant.as_author() if each.participant else ""
            yield ResultLine(each.text, template.product.name, each.get_part_display(), by=by, more=more)

    def items(self, activity: Activity, audience: str) -> list[tuple[str, SafeString]]:
        product = product_at(activity)
        context = {
            "template": selectors.room_template(activity, product) if product is not None else None,
            "workshop": activity.track.workshop,
            "audience": audience,
            "editing": audience == "console",
        }
        return [(TEMPLATE, render_to_string(f"{self.template_dir}/template.html", context))]
