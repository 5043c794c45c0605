"""A discovery as a text that people write, and one from a text: new, or merged into one that is there
(docs/texts.md)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from core.exceptions import DomainError, Invalid
from core.incoming.entries import Entry
from core.incoming.known import known_rows, names_of, tokens_in
from core.incoming.rows import Given, Known, Place, Plan, Problem, Row
from core.incoming.texts import document_of
from core.models import Artifact, Operation
from core.naming import looks
from core.registries import undo_rules
from core.services import artifacts
from core.services import incoming as incoming_rows
from core.services.incoming import Refused
from core.services.operations import operation
from core.yaml_text import to_yaml
from discovery import permissions
from discovery.models import Discovery
from discovery.process import OF_ORGANIZATION
from discovery.services.discoveries import create_discovery
from exchange.services.read_texts import DISCOVERY, DOMAINS, HEADWATERS, VERSION, Text, entries_of_texts
from exchange.services.row_limits import check_how_many
from organizations.actors import Actor
from organizations.models import Domain, Organization
from organizations.permissions import check_start_discovery
from organizations.selectors.organizations import domains_of
from organizations.services import organizations
from workshops.models import Activity
from workshops.registries import activity_kinds

UNIT = "unit"
"""The field of the unit in which the numbers of a row are."""
# How people write that a number is in percent, as `looks` compares it.
_PERCENT = frozenset(map(looks, ("%", "percent", "per cent", "Prozent", "pct", "v. H.")))
_TEMPLATE = "three_streams"
# What people read and write first. All else follows in an order in which it can be written.
FIRST = ("vision", "goals", "use_cases", "products", "sources", "consumers", "people", "teams", "roles")


# --- To a text ------------------------------------------------------------------------------------


def export_text(*, actor: Actor, discovery: Discovery) -> str:
    """What the discovery says, as YAML: only what is filled, names in place of identifiers, nothing that is
    not revealed. Writes nothing. Raises NotFound and NotAllowed: editors may export."""
    permissions.check_edit_discovery(actor, discovery)
    all_entries = entries_of_texts()
    known = revealed(known_rows(all_entries, scopes_of(discovery)), discovery)
    there = {row.token for row in known}
    named = names_of(tokens_in(value for row in known for value in row.fields.values()) - there)
    domain = discovery.domain
    domains = sorted(
        {name for token, name in named.items() if token[1] == Domain._meta.label} - {domain.name}
    )
    lists = document_of(all_entries, known, lambda token: named.get(token, ""))
    document: dict[str, Any] = {
        HEADWATERS: VERSION,
        DISCOVERY: {name: value for name, value in about(discovery).items() if value is not None},
        **({DOMAINS: domains} if domains else {}),
        **{heading: lists[heading] for heading in FIRST if heading in lists},
        **lists,
    }
    schema = settings.BASE_URL + reverse("discovery:text_schema")
    return f"# yaml-language-server: $schema={schema}\n{to_yaml(document)}"


def about(discovery: Discovery) -> dict[str, Any]:
    """The part of a text that describes the discovery itself."""
    domain = discovery.domain
    return {
        "name": discovery.name,
        "organization": domain.organization.name,
        "domain": domain.name,
        "template": discovery.template,
        "starts_on": discovery.starts_on,
        "ends_on": discovery.ends_on,
    }


def revealed(known: Iterable[Known], discovery: Discovery) -> list[Known]:
    """The rows without those whose content is still hidden."""
    hidden: set[tuple[str, int]] = set()
    for activity in Activity.objects.filter(track__workshop__discovery=discovery):
        if activity.kind in activity_kinds:
            for rows in activity_kinds.get(activity.kind).hidden(activity):
                hidden |= {
                    (rows.model._meta.label, key) for key in rows.order_by().values_list("pk", flat=True)
                }
    return [row for row in known if (row.kind, row.key) not in hidden]


def scopes_of(discovery: Discovery) -> list[Artifact]:
    """What the rows of a discovery belong to."""
    return [discovery.domain.organization, discovery]


# --- From a text ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class New:
    """A new discovery of the organization, in the domain with this name, or else in the domain that the text
    names."""

    organization: Organization
    domain: str = ""


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """The result of importing a text, or of a trial: `slug` and `name` of the discovery, and its new
    `domains`. `not_taken` lists fields of the discovery itself that differ and stay as they are; `left_out`
    lists what nothing here reads, and `questions` what may be meant otherwise, with its place."""

    slug: str
    name: str
    plan: Plan
    digest: str
    done: Operation | None = None
    domains: tuple[str, ...] = ()
    not_taken: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    questions: tuple[Problem, ...] = ()

    @property
    def added(self) -> int:
        """How many rows and domains are new."""
        return len(self.plan.added) + len(self.domains)


class _TakenBack(Exception):
    """A trial is over."""


def import_text(
    *,
    actor: Actor,
    data: bytes,
    into: Discovery | New,
    digest: str = "",
    is_trial: bool = False,
    is_of_discovery: bool = False,
) -> BroughtIn:
    """Writes what the text says into the discovery, or into a new one: all of it or nothing, in one
    operation with one undo. What the text does not name stays as it is.

    A trial writes all of it, and takes it back. `digest` is that of the trial that somebody saw. A text that
    `is_of_discovery` may name what belongs to the organization, and changes nothing of it.
    Raises Refused with all that is wrong, by lines; Changed when something else would be written than was
    seen; NotFound and NotAllowed.
    """
    text = Text(data)
    if isinstance(into, New):
        check_start_discovery(actor, into.organization)
    else:
        permissions.check_edit_discovery(actor, into)
    check_how_many(actor, text.given, besides=len(text.domains))
    with (
        tried(is_trial) as trial,
        operation(
            actor,
            "text.imported",
            summary=into.name if isinstance(into, Discovery) else text.name,
            place=_place(into),
        ) as done,
    ):
        trial.came = _bring_in(actor, text, into, digest, done, is_of_discovery)
        trial.end()
    return trial.result


@dataclass
class Trial:
    """Writes within `tried`. In a trial, `end` takes them back, before live rooms are notified."""

    is_trial: bool
    came: BroughtIn | None = None

    def end(self) -> None:
        """Takes back what was written, in a trial. Call it last, inside of the operation."""
        if self.is_trial:
            raise _TakenBack

    @property
    def result(self) -> BroughtIn:
        """What came, or would come. Raises LookupError where nothing was brought in."""
        if self.came is None:
            raise LookupError("nothing was brought in")
        return self.came


@contextmanager
def tried(is_trial: bool) -> Iterator[Trial]:
    """The frame of an operation that may be a trial only."""
    with suppress(_TakenBack):
        yield Trial(is_trial)


def _place(into: Discovery | New) -> Discovery | Organization:
    return into.organization if isinstance(into, New) else into


def _bring_in(
    actor: Actor, text: Text, into: Discovery | New, digest: str, done: Operation, is_of_discovery: bool
) -> BroughtIn:
    organization = into.organization if isinstance(into, New) else into.domain.organization
    with _refused_at(text.lines.get(DOMAINS, 1)):
        domains = _add_domains(actor, organization, text.domains, is_of_discovery)
    if isinstance(into, New):
        with _refused_at(text.lines.get(DISCOVERY, 1)):
            discovery = _new_discovery(actor, text, into)
    else:
        discovery = into
    came = write_rows(
        actor,
        discovery,
        text.given,
        text.problems,
        done=done,
        digest=digest,
        is_in_order=True,
        is_of_organization=isinstance(into, New),
        is_of_discovery=is_of_discovery,
        domains=domains,
    )
    there = about(discovery)
    return replace(came, not_taken=tuple(name for name in text.about if text.about[name] != there[name]))


def write_rows(
    actor: Actor,
    discovery: Discovery,
    given: Iterable[Given],
    problems: Sequence[Problem],
    *,
    done: Operation,
    digest: str = "",
    is_in_order: bool = False,
    keeps_names: bool = False,
    is_of_organization: bool = False,
    is_of_discovery: bool = False,
    domains: tuple[str, ...] = (),
    by_steps: bool = False,
) -> BroughtIn:
    """Writes rows that came into the discovery inside of the operation `done`, after the `domains`;
    `by_steps` as core.services.incoming.write. Raises Refused with the `problems` of the rows, of the plan or
    of the rules, and Changed."""
    artifacts.locked(discovery)  # so that two who bring something in come one after the other
    all_entries = entries_of_texts()
    scopes = scopes_of(discovery)
    incoming = incoming_rows.planned(
        all_entries,
        given,
        scopes,
        actor,
        seen=lambda known: revealed(known, discovery),
        is_in_order=is_in_order,
        keeps_names=keeps_names,
        besides=domains,
    )
    incoming_rows.check_unchanged(incoming, digest)
    # Before they are written, so that who may write them is told the same.
    beyond = list(_beyond(all_entries, incoming.plan)) if is_of_discovery else []
    if problems or beyond:
        raise Refused([*problems, *incoming.plan.problems, *beyond])
    incoming_rows.write(all_entries, incoming, scopes, actor, by_steps=by_steps)
    written = {row.shape.key for row in (*incoming.plan.added, *incoming.plan.changed)}
    written |= {order.shape.key for order in incoming.plan.orders}
    if is_of_organization or domains or is_for_facilitators(all_entries, written):
        done.verb = "organization_text.imported"
        done.save(update_fields=["verb"])
    return BroughtIn(
        discovery.slug,
        discovery.name,
        incoming.plan,
        incoming.digest,
        done,
        domains,
        questions=tuple(_questions(all_entries, incoming.plan)),
    )


def _questions(all_entries: Sequence[Entry], plan: Plan) -> Iterator[Problem]:
    """Percentages that come in and may be shares: 0.6 where 60 is meant."""
    percents = {entry.key: entry.kind.percents for entry in all_entries}
    for row in (*plan.added, *plan.changed):
        is_percent = looks(_unit_of(row)) in _PERCENT
        for name, value in row.fields.items():
            is_always = name in percents.get(row.shape.key, ())
            if name in row.given.in_percent or not (is_percent or is_always):
                continue
            is_number = isinstance(value, Decimal | int) and not isinstance(value, bool)
            # As a share, 1 is all of it; 1 % is never meant of what is always a percentage.
            if is_number and (0 < abs(value) < 1 or (is_always and value == 1)):
                plain = Decimal(value)
                words = {"value": f"{plain.normalize():f}", "percent": f"{(plain * 100).normalize():f}"}
                said = _(
                    "%(value)s will be imported as %(value)s%%. If you mean %(percent)s%%, write %(percent)s."
                )
                yield Problem(row.given.place_of(name), None, said=said % words)


def _unit_of(row: Row) -> str:
    """The unit of a row's numbers: its own, or that of the row above it."""
    for each in (row, row.known, row.parent, getattr(row.parent, "known", None)):
        if each is not None and (unit := each.fields.get(UNIT)):
            return str(unit)
    return ""


def _beyond(all_entries: Sequence[Entry], plan: Plan) -> Iterator[Problem]:
    """What would be written that belongs to the organization."""
    beyond = {entry.key for entry in all_entries if entry.kind.root is not Discovery}
    rows = [*plan.added, *plan.changed]
    rows += [each for order in plan.orders for each in order.rows[:1] if isinstance(each, Row)]
    said = _("This belongs to the organization. Use a key of the organization to change it.")
    for place in dict.fromkeys(row.given.place for row in rows if row.shape.key in beyond):
        yield Problem(place, None, said=said)


def is_for_facilitators(all_entries: Sequence[Entry], keys: Collection[str]) -> bool:
    """Whether only facilitators write one of the kinds on its pages: what belongs to the organization, and
    what an app says."""
    nouns = frozenset[str]().union(*(rules.of_facilitators for rules in undo_rules))
    kinds = [entry.kind for entry in all_entries if entry.key in keys]
    return any(kind.root is Organization or {kind.noun, kind.nouns} & nouns for kind in kinds)


def _add_domains(
    actor: Actor, organization: Organization, names: Iterable[str], is_of_discovery: bool
) -> tuple[str, ...]:
    """Adds those that are not there, and returns their names."""
    added = []
    there = {looks(name) for name in domains_of(organization).values_list("name", flat=True)}
    for name in names:
        if looks(name) not in there:
            there.add(looks(name))
            if is_of_discovery:
                said = _(
                    "Domain “%(name)s” doesn’t exist. Add it on the page of the organization, or with "
                    "one of its keys."
                )
                raise Invalid(said % {"name": name})
            organizations.add_domain(actor=actor, organization=organization, name=name)
            added.append(name)
    return tuple(added)


def _new_discovery(actor: Actor, text: Text, new: New) -> Discovery:
    template = text.about.get("template") or _TEMPLATE
    name = new.domain or text.about.get("domain") or ""
    if not name and template != OF_ORGANIZATION.key:
        raise Invalid(_("Enter the domain of the discovery."))
    if template == OF_ORGANIZATION.key:
        domain = organizations.whole_domain(actor=actor, organization=new.organization)
    else:
        domain = _domain_called(actor, name, new.organization)
    if not text.about.get("name"):
        raise Invalid(_("A new discovery needs a name. Enter it under “discovery”, “name”."))
    return create_discovery(
        actor=actor,
        domain=domain,
        name=text.about["name"],
        template=template,
        starts_on=text.about.get("starts_on"),
        ends_on=text.about.get("ends_on"),
        with_workshops=False,
    )


def _domain_called(actor: Actor, name: str, organization: Organization) -> Domain:
    for domain in domains_of(organization).select_related("organization"):
        if looks(domain.name) == looks(name):
            return domain
    return organizations.add_domain(actor=actor, organization=organization, name=name)


@contextmanager
def _refused_at(line: int) -> Iterator[None]:
    try:
        yield
    except DomainError as wrong:
        raise Refused([Problem(Place(line), None, said=str(wrong))]) from None
