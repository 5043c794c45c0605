"""Goals, hypotheses and initiatives of the value tree. Items below one of them are deleted with it; use cases
stay, without a hypothesis."""

from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _, gettext_lazy

from core.exceptions import Invalid
from core.kinds import ArtifactKind, Layout, Lines, OnEdit, Quote
from core.models import Artifact
from discovery.models import Discovery
from lvt.kinds.room_updates import notify_rooms
from lvt.models import BetState, Goal, Hypothesis, Initiative
from lvt.policies.bet_states import check_bet_transition, check_wip_limit
from lvt.selectors.domain_goal_contributions import goals_within_reach
from lvt.tree.models import IN_PROGRESS
from lvt.tree.selectors import bets_in_progress
from organizations.actors import Actor

M = TypeVar("M", bound=Artifact)

_ABOUT_DATA = gettext_lazy("This is about data")


class TreeKind(ArtifactKind[M]):
    """Live rooms that draw the tree see each change of it."""

    def redrawn(self, verb: str, artifact: M) -> Goal | None:
        """The goal whose branch the write changes. None, the default, draws the whole tree again."""
        return None

    def notify(self, verb: str, artifact: M) -> None:
        discovery = self.scope(artifact)
        assert isinstance(discovery, Discovery)  # noqa: S101  narrows the type: where paths of the tree lead
        notify_rooms(discovery, verb, self.redrawn(verb, artifact))


class GoalKind(TreeKind[Goal]):
    """A goal of the value tree, with its bets below it."""

    model = Goal
    page = "lvt:tree"
    path = "discovery"
    title = "title"
    layout = Layout("title", Lines("description"), "owner", "contributes_to", "wip_limit")
    help_texts = {
        "contributes_to": gettext_lazy("An organization goal that this one supports."),
    }
    empty = {"contributes_to": gettext_lazy("No organization goal")}

    def within_reach(self, actor: Actor, artifact: Goal) -> dict[str, QuerySet[Any]]:
        return {"contributes_to": goals_within_reach(actor, artifact)}

    def check(self, draft: Goal, before: Goal | None) -> None:
        above = draft.contributes_to
        if above is None or (before is not None and before.contributes_to_id == above.pk):
            return
        domain = above.discovery.domain
        if draft.discovery.is_of_organization:
            raise Invalid(_("An organization goal can’t contribute to another goal."), "contributes_to")
        if not domain.is_whole or domain.organization_id != draft.discovery.domain.organization_id:
            raise Invalid(_("This isn’t an organization goal."), "contributes_to")

    def redrawn(self, verb: str, artifact: Goal) -> Goal | None:
        return artifact if verb in ("goal.added", "goal.changed") else None


class HypothesisKind(TreeKind[Hypothesis]):
    """A bet: what we believe moves its goal."""

    model = Hypothesis
    page = "lvt:tree"
    nouns = "hypotheses"
    path = "goal__discovery"
    title = "statement"
    layout = Layout(Quote("statement", 3), "about_data", "owner", OnEdit("goal"))
    labels = {"about_data": _ABOUT_DATA}
    help_texts = {
        "about_data": gettext_lazy(
            "Uncheck this for work that the goal needs besides data, such as training."
        )
    }
    empty = {"goal": None}
    on_delete_clear = {"use_cases": ("hypothesis", "initiative")}
    looks_at_siblings = True
    extra_file_fields = ("state",)

    def choices(self, artifact: Hypothesis) -> dict[str, QuerySet[Any]]:
        """It can move to another goal of its discovery."""
        return {**super().choices(artifact), "goal": self.parents(self.scope(artifact))}

    def check(self, draft: Hypothesis, before: Hypothesis | None) -> None:
        if before is not None and draft.goal_id != before.goal_id and draft.state in IN_PROGRESS:
            check_wip_limit(draft.goal, bets_in_progress(draft.goal, exclude=before))

    def check_move(self, draft: Hypothesis, before: Hypothesis) -> None:
        if draft.state != before.state:
            check_bet_transition(before, BetState(draft.state))

    def check_whole(self, artifact: Hypothesis, before: Hypothesis | None) -> None:
        """The limit of the goal counts those that are newly in progress, with what else came."""
        if artifact.state in IN_PROGRESS and (before is None or before.state not in IN_PROGRESS):
            goal = Goal.objects.get(pk=artifact.goal_id)
            check_wip_limit(goal, bets_in_progress(goal, exclude=artifact))

    def redrawn(self, verb: str, artifact: Hypothesis) -> Goal | None:
        return None if verb == "hypothesis.changed" else artifact.goal


class InitiativeKind(TreeKind[Initiative]):
    """An initiative that tries a hypothesis."""

    model = Initiative
    page = "lvt:tree"
    path = "hypothesis__goal__discovery"
    layout = Layout("name", Lines("description"), "about_data")
    labels = {"about_data": _ABOUT_DATA}
    on_delete_clear = {"use_cases": ("initiative",)}

    def redrawn(self, verb: str, artifact: Initiative) -> Goal | None:
        return artifact.hypothesis.goal


GOAL = GoalKind()
HYPOTHESIS = HypothesisKind()
INITIATIVE = InitiativeKind()
