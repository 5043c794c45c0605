"""Ranking artifacts of the discovery by dots: the base of its kinds. Everyone gives dots, and the ranking
stays hidden until the results. Things are keyed items; each phone puts its own dots on them (js/board.js)."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar, Generic, TypeVar

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.labels import Text
from core.models import Artifact
from organizations.actors import Actor
from workshops.activities import contribution_counts
from workshops.activity_kind import ActivityKind, Phase
from workshops.activity_progress import Progress
from workshops.agenda.needed_people.rules import BOTH_SIDES
from workshops.agenda.time_estimates.rules import AnswerLoad
from workshops.contributions.artifact_dots.selectors import (
    RESULTS,
    VOTE,
    VOTES,
    DotRules,
    RankedThing,
    phase_of,
    voters_of,
)
from workshops.contributions.result_sentences import most_dots, no_dots
from workshops.contributions.votes import selectors as votes
from workshops.contributions.votes.rules import dots_request, usable_dots
from workshops.models import Activity, Vote

T = TypeVar("T", bound=Artifact)

DOT = 8
"""How long someone of medium speed takes for a dot, in seconds."""
# So many ranked things fit on a screen.
_SHOWN = {"stage": 30, "room": 30, "console": 200}


class RankingByDots(ActivityKind, ABC, Generic[T]):
    """Base of the kinds: what is voted on, and how it's drawn, is theirs. Their templates fill in those of
    workshops/activities/ranking_by_dots."""

    icon = "vote"
    needs = BOTH_SIDES
    default_minutes = 10
    reads = (VOTES.reads,)
    concludes = True
    is_vote = True
    has_mine = True
    has_done_button = True
    may_be_anonymous = True
    phases = (
        Phase(VOTE, _("Vote"), _("Back to the vote")),
        Phase(
            RESULTS,
            _("Results"),
            _("Show the results"),
            after=(VOTE,),
            is_open=False,
            asks_while_working=True,
        ),
    )
    # The templates of one thing in the vote, and of the ranking.
    item_template: ClassVar[str]
    ranking_template: ClassVar[str]
    # The sentence that asks for dots, with its numbers `dots` and `most`.
    request: ClassVar[Text]

    @abstractmethod
    def rules(self, activity: Activity) -> DotRules:
        """The dots that each person has."""

    @abstractmethod
    def things_at(self, activity: Activity) -> QuerySet[T]:
        """The rows that can be given dots, in their order."""

    @abstractmethod
    def ranked(self, activity: Activity) -> Sequence[RankedThing[T]]:
        """The things by their dots, most first."""

    def has_nothing_to_show(self, activity: Activity) -> bool:
        return not votes.has_votes(activity)

    def is_settled(self, activity: Activity) -> bool:
        return activity.phase == RESULTS

    def hidden(self, activity: Activity) -> list[QuerySet[Vote]]:
        return [] if self.is_settled(activity) else [Vote.objects.filter(activity=activity)]

    def effort_in(self, activity: Activity, people: int) -> Sequence[AnswerLoad]:
        return (AnswerLoad(min(self.rules(activity).dots, self.things_at(activity).count()), DOT),)

    def screen(self, activity: Activity, audience: str) -> dict[str, Any]:
        rules = self.rules(activity)
        context: dict[str, Any] = {
            "rules": rules,
            "prompt": rules.prompt or activity.title,
            "step": phase_of(activity),
        }
        if context["step"] == RESULTS:
            context |= self.ranking(activity, _SHOWN[audience])
        elif audience == "stage":
            things = self.things_at(activity).count()
            context["instruction"] = dots_request(rules.dots, rules.most, things, self.request)
        return context

    def ranking(self, activity: Activity, limit: int | None = None) -> dict[str, Any]:
        """The ranking for the screens: its first rows, or all."""
        ranking = self.ranked(activity)
        return {
            "item_template": self.item_template,
            "ranking_template": self.ranking_template,
            "ranking": ranking[:limit],
            "others": max(0, len(ranking) - (limit or len(ranking))),
            "is_voted": any(each.dots for each in ranking),
            "voters": voters_of(activity),
        }

    def mine(self, activity: Activity, actor: Actor) -> dict[str, Any]:
        rules, step = self.rules(activity), phase_of(activity)
        context: dict[str, Any] = {"rules": rules, "step": step}
        if step == VOTE:
            # Dots on what was deleted since are the person's again.
            there = {str(uuid) for uuid in self.things_at(activity).values_list("uuid", flat=True)}
            own_dots = {item: dots for item, dots in votes.own_dots(activity, actor).items() if item in there}
            # A phone offers no dot that has no place.
            usable = usable_dots(rules.dots, rules.most, len(there))
            context |= {
                "rules": replace(rules, dots=usable),
                "given": own_dots,
                "left": max(0, usable - sum(own_dots.values())),
            }
        return context

    def results(self, activity: Activity) -> dict[str, Any] | None:
        """Nothing before the vote is over."""
        if activity.phase != RESULTS:
            return None
        return {"prompt": self.rules(activity).prompt, **self.ranking(activity)}

    def answer_count(self, activity: Activity) -> int:
        return voters_of(activity)

    def message(self, results: Mapping[str, Any]) -> str:
        return most_dots([(str(each.thing), each.dots) for each in results["ranking"]])

    def stage_statement(self, activity: Activity) -> str:
        """Return that there are no votes yet. Otherwise the first row is the answer."""
        results = self.results(activity)
        return no_dots(each.dots for each in results["ranking"]) if results else ""

    def progress(self, activity: Activity, expected: frozenset[str]) -> Progress:
        """The people who say so, or have no dot left that has a place; in an anonymous activity how many have
        none left."""
        # As on a phone, dots on what was deleted since are the person's again.
        things, rules = list(self.things_at(activity).values_list("uuid", flat=True)), self.rules(activity)
        counts = votes.dots_by_author(activity, things)
        usable = usable_dots(rules.dots, rules.most, len(things))
        finished = {author for author, dots in counts.items() if dots >= usable}
        return self.progress_by(activity, expected, counts, contribution_counts.dots, finished)

    def items(self, activity: Activity, audience: str) -> list[tuple[str, SafeString]]:
        if phase_of(activity) == RESULTS:
            return []
        rows = self.things_at(activity)
        return [(str(thing.uuid), self._drawn(thing, audience)) for thing in rows]

    def item(self, activity: Activity, audience: str, key: str) -> SafeString | None:
        if phase_of(activity) == RESULTS:
            return None
        thing = self.things_at(activity).filter(uuid=key).first()
        return None if thing is None else self._drawn(thing, audience)

    def _drawn(self, thing: T, audience: str) -> SafeString:
        return render_to_string(self.item_template, {"thing": thing, "audience": audience})
