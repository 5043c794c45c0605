"""Consent decision by fist of five: does anyone object, and why? Rounds until no one does."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _now, gettext_lazy as _, ngettext

from core.exceptions import Conflict
from core.labels import Text
from organizations.actors import Actor
from workshops.activity_kind import LeftOpen, NamesSeenBy, Phase, ResultLine, StageQuestion, Way
from workshops.agenda.needed_people.rules import Need
from workshops.contributions.answers.activity import ANSWERING, REVEALED, AnswerKind, spread_lines
from workshops.contributions.answers.forms import AnswerContent, ConsentForm, ConsentSettings
from workshops.contributions.consent.selectors import (
    CONSENT,
    decision_of,
    earlier_rounds,
    proposal_of,
    round_number,
    round_of,
    standing_objections,
)
from workshops.models import Activity

QUESTION = _("Can we go ahead with this?")
FINGERS = (
    (5, _("All for it: I’ll help make it happen")),
    (4, _("For it")),
    (3, _("I can live with it")),
    (2, _("I have a concern that we should resolve first")),
    (1, _("I have a serious objection")),
    (0, _("No: this would do harm")),
)


class Consent(AnswerKind):
    """Consent is that no one objects, not that everyone agrees: three fingers or more from each."""

    key = CONSENT
    label = _("Consent decision")
    description = _(
        "Fist of five on a proposal. People who give 0 to 2 fingers explain why, until "
        "everyone can live with it."
    )
    icon = "check"
    needs = frozenset({Need.DECIDER})
    group = "asking"
    default_minutes = 15
    template_dir = "workshops/activities/consent"
    names_seen = NamesSeenBy.EVERYBODY
    concludes = True
    is_vote = True
    settings_form = ConsentSettings
    answer_form = ConsentForm
    reads = ("answers", "decisions")
    phases = (
        # From the reveal the next round is opened with its proposal (consent.services.propose).
        Phase(ANSWERING, _("Fingers"), _("Reopen the round")),
        Phase(
            REVEALED,
            _("Revealed"),
            _("Reveal the fingers"),
            after=(ANSWERING,),
            is_open=False,
            asks_while_working=True,
        ),
    )

    def slot(self, activity: Activity) -> str:
        return str(round_number(activity))

    def question(self, activity: Activity) -> dict[str, Any]:
        return {
            "proposal": proposal_of(activity),
            "round_number": round_number(activity),
            "fingers": FINGERS,
            "earlier": earlier_rounds(activity),
            "decision": decision_of(activity),
        }

    def outcome(self, activity: Activity) -> dict[str, Any]:
        return {"round": round_of(activity, round_number(activity))}

    def answer_count(self, activity: Activity) -> int:
        return round_of(activity, round_number(activity)).spread.count

    def asks(self, activity: Activity) -> StageQuestion | None:
        if self.is_revealed(activity) or decision_of(activity) is not None:
            return None
        question = self.stage_title(activity) or activity.title
        proposal = proposal_of(activity)
        if not proposal:
            return StageQuestion(question, _("The proposal will appear here in a moment."))
        number = round_number(activity)
        again = _now("Proposal, round %(number)s") % {"number": number} if number > 1 else ""
        fingers = tuple((str(count), meaning) for count, meaning in FINGERS)
        return StageQuestion(
            question,
            _("Vote from 0 to 5 on your phone."),
            quote=proposal,
            options=fingers,
            note=again,
            detail=_("No one sees the votes before the reveal."),
        )

    def stage_title(self, activity: Activity) -> Text:
        """Return the question of the method where the title is only its name."""
        return QUESTION if activity.title == str(self.label) else ""

    def is_settled(self, activity: Activity) -> bool:
        return self.is_revealed(activity)

    def unready(self, activity: Activity) -> Text:
        return "" if proposal_of(activity) else _("It has no proposal yet.")

    def left_open(self, activity: Activity) -> LeftOpen | None:
        standing = standing_objections(activity) if self.is_revealed(activity) else 0
        if not standing:
            return None
        words = ngettext(
            "%(count)s objection is open, and the proposal has no outcome yet.",
            "%(count)s objections are open, and the proposal has no outcome yet.",
            standing,
        )
        url = reverse("discovery:consent_decide", args=[activity.track.workshop.code, activity.uuid])
        return LeftOpen(words % {"count": standing}, Way(_("Choose an outcome"), url))

    def next_phases(self, activity: Activity) -> list[Phase]:
        """Before something is proposed there is nothing to reveal."""
        return super().next_phases(activity) if proposal_of(activity) else []

    def console(self, activity: Activity) -> dict[str, Any]:
        context = super().console(activity)
        # The one next thing: write the proposal, then reveal; after the reveal decide or propose again.
        revealed = context["outcome"]
        is_to_decide = revealed is not None and revealed["round"].spread.count and context["decision"] is None
        context["has_primary"] = not context["proposal"] or is_to_decide
        return context

    def check(self, activity: Activity, answer: AnswerContent) -> None:
        if not proposal_of(activity):
            raise Conflict(_now("No proposal yet. It’ll appear here in a moment."))
        if answer.slot != self.slot(activity):
            raise Conflict(_now("The proposal has changed. Read it again, then answer."))

    def results(self, activity: Activity) -> dict[str, Any] | None:
        revealed = self.is_revealed(activity)
        context = self._everybody(activity, outcome=revealed)
        return context if revealed or context["earlier"] or context["decision"] else None

    def result_lines(self, results: Mapping[str, Any]) -> Iterable[ResultLine]:
        present = results["outcome"]
        for each in (*results["earlier"], *([present["round"]] if present else ())):
            group = _now("Round %(number)s") % {"number": each.number}
            yield from spread_lines(each.spread, each.proposal, group)
            for objection in each.objections:
                fingers = ngettext("%(count)s finger", "%(count)s fingers", objection.number or 0)
                more = fingers % {"count": objection.number}
                yield ResultLine(objection.text, each.proposal, group, by=objection.name, more=more)

    def mine(self, activity: Activity, actor: Actor) -> dict[str, Any]:
        return {
            "proposal": proposal_of(activity),
            "round_number": round_number(activity),
            "fingers": FINGERS,
            **self.own(activity, actor),
        }
