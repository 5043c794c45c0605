"""Writing governance: the seats of bodies, and the usual bodies with their flows."""

from collections.abc import Container, Mapping, Sequence
from itertools import product

from django.utils.translation import gettext as _

from core.exceptions import Conflict
from core.models import Operation
from core.services import artifacts, kinds, operation
from discovery.models import Discovery
from discovery.permissions import check_edit_discovery
from discovery.selectors.default_language import in_language_of
from operating_model.governance.kinds import SEAT, End, ends
from operating_model.governance.selectors import product_teams
from operating_model.models import Body, BodyMember, Flow
from operating_model.selectors.organization_bodies import own_kinds
from operating_model.shipped import EACH_TEAM, STANDARD_BODIES, STANDARD_FLOWS
from organizations.actors import Actor
from organizations.models import Role, Team

# --- Seats of a body ------------------------------------------------------------------------------


def add_member(*, actor: Actor, draft: BodyMember) -> BodyMember:
    """A seat for a person, or for the holder of a role. One seat leads the body: one that is added with
    `is_chair` takes that from the others. Raises as kinds.add."""
    with kinds.writing(actor, "added", draft):
        member = kinds.add(actor=actor, draft=draft)
        if member.is_chair:
            _nobody_leads(member.body, exclude=member)
    return member


def lead_body(*, actor: Actor, member: BodyMember) -> Operation:
    """Let the seat lead its body, and no other. Raises NotAllowed or NotFound."""
    check_edit_discovery(actor, member.body.discovery)
    discovery = member.body.discovery
    with operation(actor, "seat.led", summary=SEAT.summary(member), place=discovery) as current:
        artifacts.locked(member.body)
        _nobody_leads(member.body, exclude=member)
        artifacts.change(member, is_chair=True)
    return current


def _nobody_leads(body: Body, exclude: BodyMember) -> None:
    for seat in BodyMember.objects.filter(body=body, is_chair=True).exclude(pk=exclude.pk):
        artifacts.change(seat, is_chair=False)


# --- The usual bodies -----------------------------------------------------------------------------


def add_standard_bodies(*, actor: Actor, discovery: Discovery, timezone: str = "UTC") -> Operation:
    """One body of each type of governance that the discovery has (selectors.across) and that has none yet,
    with seats for the standard roles that the organization has, and the usual flows between its bodies and
    the teams that build data products.

    Raises Conflict when there is a body of each of these types.
    """
    check_edit_discovery(actor, discovery)
    organization = discovery.domain.organization_id
    roles = {role.key: role for role in Role.objects.filter(organization=organization).exclude(key="")}
    with operation(actor, "body.standard_added", summary="", place=discovery) as current:
        artifacts.locked(discovery)
        rows = Body.objects.filter(discovery=discovery)
        by_kind: dict[str, Body] = {}
        for body in rows:
            by_kind.setdefault(body.kind, body)
        usual = own_kinds(discovery)
        missing = [each for each in STANDARD_BODIES if each.kind in usual and each.kind not in by_kind]
        if not missing:
            raise Conflict(_("All standard bodies already exist."))
        with in_language_of(discovery):
            position = artifacts.next_position(rows)
            for place, standard in enumerate(missing, start=position):
                new_body = artifacts.add(
                    Body, discovery=discovery, timezone=timezone, position=place, **standard.fields()
                )
                by_kind[standard.kind] = new_body
                for number, key in enumerate(key for key in standard.roles if key in roles):
                    artifacts.add(BodyMember, body=new_body, role=roles[key], is_chair=number == 0)
            for standard in missing:
                if standard.escalates_to in by_kind:
                    artifacts.change(by_kind[standard.kind], escalates_to=by_kind[standard.escalates_to])
            _add_flows(discovery, by_kind, {by_kind[each.kind].pk for each in missing})
    return current


def _add_flows(discovery: Discovery, by_kind: Mapping[str, Body], new: Container[int]) -> None:
    """Add the usual flows between the `new` bodies and the others, in the current language."""
    position = artifacts.next_position(Flow.objects.filter(discovery=discovery))
    teams = list(product_teams(discovery))
    for flow in STANDARD_FLOWS:
        pairs = product(_ends(flow.origin, by_kind, teams), _ends(flow.end, by_kind, teams))
        for origin, end in pairs:
            if not any(isinstance(each, Body) and each.pk in new for each in (origin, end)):
                continue
            between = {**ends("from", origin), **ends("to", end)}
            artifacts.add(Flow, discovery=discovery, what=str(flow.what), position=position, **between)
            position += 1


def _ends(name: str, bodies: Mapping[str, Body], teams: Sequence[Team]) -> Sequence[End]:
    """The body of the kind `name`, if it is here, or all teams."""
    if name == EACH_TEAM:
        return teams
    return [bodies[name]] if name in bodies else []
