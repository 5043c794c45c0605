"""Roles in a room: proposals of phones, and the facilitator's choice."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from operating_model.forms.room_contributions import RoleProposalForm
from operating_model.models import RoleProposal
from operating_model.role_nominations.selectors import FILL_ROLES
from operating_model.role_nominations.services import FILLINGS
from workshops.models import Workshop
from workshops.web.contribution_pages import OfferPages


class FillingPages(OfferPages[RoleProposal]):
    """Phones propose a person; accepted, that person fills the role."""

    contribution = FILLINGS
    activity = FILL_ROLES
    form = RoleProposalForm
    confirmation = gettext_lazy("Proposal posted")
    accepted = gettext_lazy("Role filled")

    def rows(self, workshop: Workshop) -> QuerySet[RoleProposal]:
        return (
            super()
            .rows(workshop)
            .select_related(
                "activity__track__workshop__discovery__domain__organization", "role__organization"
            )
        )


FILLING_PAGES = FillingPages()
