"""Filling roles: the room proposes people for roles, and the facilitator accepts a person with one press."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now, gettext_lazy as _

from core.labels import Text, listed
from discovery import operating_model_headlines
from discovery.headlines import MOST_NAMES
from operating_model.models import RoleProposal
from operating_model.role_nominations import selectors
from operating_model.role_nominations.selectors import FILL_ROLES, LOOK, PROPOSE
from operating_model.role_nominations.services import BOARD
from operating_model.roles.selectors import ordered_roles, roles_of
from organizations.actors import Actor
from organizations.models import Person, Role, RoleAllocation
from workshops.activities import contribution_counts
from workshops.activity_kind import ActivityKind, NamesSeenBy, Phase, ResultLine, Way
from workshops.activity_progress import Progress
from workshops.agenda.needed_people.rules import BOTH_SIDES
from workshops.agenda.time_estimates.rules import AnswerLoad
from workshops.contributions.selectors import count_by_author, own_of, times_of
from workshops.models import Activity

# The time that a person of medium speed takes for a proposal, in seconds.
FILLING = 30


class FillRoles(ActivityKind):
    """Proposals are seen as they come in. All roles are one keyed item."""

    key = FILL_ROLES
    label = _("Fill roles")
    description = _("The room proposes people for each role. You confirm with one click.")
    icon = "people"
    needs = BOTH_SIDES
    group = "operating_model"
    default_minutes = 20
    template_dir = "operating_model/activities/fill_roles"
    names_seen = NamesSeenBy.FACILITATORS
    settled_in = LOOK
    reads = (selectors.PROPOSALS.reads,)
    shows = frozenset({Role, RoleAllocation, Person})
    has_mine = True
    has_done_button = True
    may_be_anonymous = True
    phases = (
        Phase(PROPOSE, _("Propose people"), _("Reopen proposals"), after=(LOOK,)),
        Phase(LOOK, _("Review the roles"), _("Close proposals"), after=(PROPOSE,), is_open=False),
    )

    def unready(self, activity: Activity) -> Text:
        organization = activity.track.workshop.discovery.domain.organization_id
        there = Role.objects.filter(organization=organization).exists()
        return "" if there else _("No roles yet.")

    def way_to_ready(self, activity: Activity) -> Way:
        slug = activity.track.workshop.discovery.slug
        return Way(_("Add roles"), reverse("operating_model:roles", args=[slug]))

    def effort_in(self, activity: Activity, people: int) -> Sequence[AnswerLoad]:
        return (AnswerLoad(1, FILLING),)

    def answer_times(self, activities: QuerySet[Activity]) -> QuerySet[Any, tuple[Any, ...]]:
        return times_of(RoleProposal, activities)

    def stage_title(self, activity: Activity) -> Text:
        return _("Who takes which role?")

    def stage_statement(self, activity: Activity) -> str:
        board = selectors.board_of(activity) if self.is_settled(activity) else []
        unfilled = [each.line.role.name for each in board if not each.line.is_filled]
        return operating_model_headlines.roles(unfilled) if board else ""

    def screen(self, activity: Activity, audience: str) -> dict[str, Any]:
        is_open = activity.phase != LOOK
        if audience != "stage":
            return {"is_open": is_open}
        return {"is_open": is_open, "instruction": _instruction(activity) if is_open else ""}

    def mine(self, activity: Activity, actor: Actor) -> dict[str, Any]:
        return {
            "is_open": activity.phase != LOOK,
            "roles": ordered_roles(activity.track.workshop.discovery.domain.organization),
            "names": selectors.known_names(activity, actor),
            "own": own_of(selectors.proposals_of(activity).select_related("role"), actor),
        }

    def results(self, activity: Activity) -> dict[str, Any] | None:
        return {"board": selectors.board_of(activity)} if selectors.PROPOSALS.of(activity) else None

    def progress(self, activity: Activity, expected: frozenset[str]) -> Progress:
        """The people who finished; in an anonymous activity the number of those who proposed someone."""
        counts = count_by_author(selectors.proposals_of(activity))
        return self.progress_by(activity, expected, counts, contribution_counts.proposals)

    def result_lines(self, results: Mapping[str, Any]) -> Iterable[ResultLine]:
        for each in results["board"]:
            for one in each.candidates:
                yield ResultLine(one.name, each.line.role.name, by=listed([*one.by]))

    def items(self, activity: Activity, audience: str) -> list[tuple[str, SafeString]]:
        board = selectors.board_of(activity)
        is_settled, unfilled = self.is_settled(activity), sum(not each.line.is_filled for each in board)
        if audience == "stage":
            # If not all fit, the last are left out.
            board.sort(key=lambda each: not each.candidates)
        context = {
            "board": board,
            # Once it is closed, the sentence of the stage has the number, and the names of a few.
            "is_counted": audience != "stage" or not is_settled,
            "is_named": audience == "stage" and is_settled and unfilled <= MOST_NAMES,
            "unfilled": unfilled,
            "workshop": activity.track.workshop,
            "audience": audience,
            "editing": audience == "console",
        }
        return [(BOARD, SafeString(render_to_string(f"{self.template_dir}/board.html", context).strip()))]


def _instruction(activity: Activity) -> Text:
    """Return the sentence that asks for people, with the role where one alone is open."""
    lines = roles_of(activity.track.workshop.discovery).lines
    match [each.role.name for each in lines if not each.is_filled]:
        case [role]:
            return _now("Who could take the role “%(role)s”? Propose people on your phone.") % {"role": role}
        case [_first, *_others]:
            return _("Who could take the open roles? Propose people on your phone.")
    return _("Propose people on your phone.")
