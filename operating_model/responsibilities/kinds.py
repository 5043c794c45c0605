"""Rows of the responsibility matrix, and agreements with people who take on roles."""

from django.utils.translation import gettext as _, gettext_lazy

from core.exceptions import Invalid
from core.kinds import ArtifactKind, Layout, Lines
from operating_model.models import Agreement, Duty


class DutyKind(ArtifactKind[Duty]):
    """A row of the responsibility matrix. responsibilities.services writes the parts of roles in it."""

    model = Duty
    nouns = "duties"
    path = "discovery"
    page = "operating_model:matrix"
    layout = Layout("name")
    help_texts = {"name": gettext_lazy("A task or decision, starting with a verb.")}
    on_delete_trash = ("parts",)


class AgreementKind(ArtifactKind[Agreement]):
    """There is one for each person: responsibilities.services writes it."""

    model = Agreement
    path = "discovery"
    title = "person"
    layout = Layout(Lines("support", 3), Lines("incentives", 3), "agreed_on")
    help_texts = {
        "support": gettext_lazy("Time, training, a mentor, someone to cover other work."),
        "incentives": gettext_lazy("For example goals, recognition, career or pay."),
    }

    def check(self, draft: Agreement, before: Agreement | None) -> None:
        if not draft.support and not draft.incentives:
            raise Invalid(_("Enter support, incentives or both."), "support")


DUTY = DutyKind()
AGREEMENT = AgreementKind()
