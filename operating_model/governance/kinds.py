"""Governing bodies with their seats, and flows between them and teams."""

from typing import Any
from zoneinfo import available_timezones

from django.db.models import QuerySet
from django.utils.translation import gettext as _, gettext_lazy

from core.exceptions import Conflict, Invalid
from core.kinds import ArtifactKind, Display, Layout, Lines, LinkedRows, Radios
from operating_model.models import Body, BodyMember, Flow
from organizations.models import Role, Team

End = Body | Team
"""Where something flows from or to."""


class BodyKind(ArtifactKind[Body]):
    """A body: its purpose, its decision rights, and its meetings."""

    model = Body
    nouns = "bodies"
    path = "discovery"
    page = "operating_model:governance"
    grouped_by = ("kind",)
    layout = Layout(
        "name",
        Radios("kind"),
        Lines("purpose"),
        Lines("inputs"),
        Lines("decision_rights"),
        "escalates_to",
        "cadence",
        "first_on",
        "at",
        "minutes",
        "timezone",
    )
    display = Display(at_length=("first_on", "at", "minutes", "timezone"))
    help_texts = {
        "first_on": gettext_lazy(
            "Monthly, quarterly and yearly meetings keep this weekday and week, such as the second Tuesday."
        ),
        "at": gettext_lazy("If empty, the calendar shows an all-day event."),
        "timezone": gettext_lazy("For example Europe/Zurich."),
        "escalates_to": gettext_lazy(
            "The body that decides what this one can’t. If empty, a domain escalates to the "
            "organization’s portfolio governance."
        ),
    }
    empty = {"escalates_to": gettext_lazy("None in this discovery")}
    on_delete_trash = ("flows_in", "flows_out")

    def choices(self, artifact: Body) -> dict[str, QuerySet[Any]]:
        """It escalates to another body of its discovery."""
        others = Body.objects.filter(discovery=artifact.discovery).exclude(pk=artifact.pk)
        return {**super().choices(artifact), "escalates_to": others}

    def check(self, draft: Body, before: Body | None) -> None:
        if draft.timezone not in available_timezones():
            message = _("Unknown time zone. Use a name such as Europe/Zurich.")
            raise Invalid(message, "timezone")


class SeatKind(ArtifactKind[BodyMember]):
    """A seat for a person, or for the holders of a role. governance/services.py sets the seat that leads."""

    model = BodyMember
    recognized_by = ("person", "role")
    noun = "seat"
    path = "body__discovery"
    title = "person"
    layout = Layout("role", "person", "is_chair")
    help_texts = {"role": gettext_lazy("Everyone in this role gets a seat. Or choose a person.")}
    empty = {"role": gettext_lazy("No role"), "person": gettext_lazy("No person")}
    looks_at_siblings = True

    def choices(self, artifact: BodyMember) -> dict[str, QuerySet[Any]]:
        """People and roles of its organization."""
        roles = Role.objects.filter(organization=artifact.body.discovery.domain.organization_id)
        return {**super().choices(artifact), "role": roles}

    def check(self, draft: BodyMember, before: BodyMember | None) -> None:
        if (draft.person is None) == (draft.role is None):
            raise Invalid(_("Choose either a role or a person."), "person")
        same = self.siblings(draft).filter(person=draft.person_id, role=draft.role_id)
        if same.exclude(pk=draft.pk).exists():
            message = _("%(name)s is already in this body.") % {"name": draft.person or draft.role}
            raise Conflict(message, "person" if draft.person else "role")

    def check_file_values(self, draft: BodyMember, before: BodyMember | None, links: LinkedRows) -> None:
        """One seat leads: a file does not take that from another."""
        if draft.is_chair and self.siblings(draft).filter(is_chair=True).exclude(pk=draft.pk).exists():
            raise Invalid(_("This body already has a chair."), "is_chair")

    def summary(self, artifact: BodyMember) -> str:
        return f"{artifact.person or artifact.role}, {artifact.body.name}"


class FlowKind(ArtifactKind[Flow]):
    """Both ends are a body or a team. The form asks for each in one list: governance/forms.py."""

    model = Flow
    recognized_by = ("from_body", "from_team", "what", "to_body", "to_team")
    path = "discovery"
    page = "operating_model:governance"
    anchor = "slot"
    title = "what"
    layout = Layout("from_body", "from_team", "what", "to_body", "to_team")
    help_texts = {"what": gettext_lazy("For example proposals, standards or measurements.")}

    def choices(self, artifact: Flow) -> dict[str, QuerySet[Any]]:
        """The bodies of its discovery."""
        bodies = Body.objects.filter(discovery=artifact.discovery)
        return {**super().choices(artifact), "from_body": bodies, "to_body": bodies}

    def check(self, draft: Flow, before: Flow | None) -> None:
        if (draft.from_body_id, draft.from_team_id) == (draft.to_body_id, draft.to_team_id):
            raise Invalid(_("A flow needs two different ends. Choose another one."), "to_body")


def ends(side: str, end: End | None) -> dict[str, End | None]:
    """The fields of a flow for its end `from` or `to`."""
    is_body = isinstance(end, Body)
    return {f"{side}_body": end if is_body else None, f"{side}_team": None if is_body else end}


BODY, SEAT, FLOW = BodyKind(), SeatKind(), FlowKind()
