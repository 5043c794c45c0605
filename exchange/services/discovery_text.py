"""Exports a discovery as a text that people can edit, and imports a text into a new or an existing discovery
(docs/texts.md)."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from core.exceptions import DomainError, Invalid
from core.imports.existing_rows import known_rows, names_of, tokens_in
from core.imports.importable_kinds import Entry
from core.imports.rows import ImportPlan, InputRow, Place, Problem, Row, SavedRow
from core.imports.yaml_rows import document_of
from core.models import Artifact, Operation
from core.name_comparison import looks
from core.registries import undo_rules
from core.services import artifacts, imports as incoming_rows, operation
from core.services.imports import Refusal
from core.yaml_text import to_yaml
from discovery import permissions
from discovery.discoveries.services import create_discovery
from discovery.models import Discovery
from discovery.process import OF_ORGANIZATION
from exchange.services.row_limits import check_how_many
from exchange.services.text_input import DISCOVERY, DOMAINS, HEADWATERS, VERSION, TextReader, entries_of_texts
from organizations.actors import Actor
from organizations.models import Domain, Organization
from organizations.organization import services as organizations
from organizations.organization.selectors import domains_of
from organizations.permissions import check_start_discovery
from workshops.models import Activity
from workshops.registries import activity_kinds

UNIT = "unit"
"""The field with the unit of the numbers of a row."""
# How people write that a number is in percent, as `looks` compares it.
_PERCENT = frozenset(map(looks, ("%", "percent", "per cent", "Prozent", "pct", "v. H.")))
_TEMPLATE = "three_streams"
# What people read and write first. All else follows in an order in which it can be written.
FIRST = ("vision", "goals", "use_cases", "products", "sources", "consumers", "people", "teams", "roles")


# --- To a text ------------------------------------------------------------------------------------


def export_text(*, actor: Actor, discovery: Discovery) -> str:
    """Return the discovery as YAML: filled fields only, with names in place of identifiers, and without
    content that is not revealed. Writes nothing. Raises NotFound and NotAllowed: editors may export."""
    permissions.check_edit_discovery(actor, discovery)
    all_entries = entries_of_texts()
    rows = without_hidden(known_rows(all_entries, scopes_of(discovery)), discovery)
    tokens = {row.token for row in rows}
    names_by_token = names_of(tokens_in(value for row in rows for value in row.fields.values()) - tokens)
    domain = discovery.domain
    domains = sorted(
        {name for token, name in names_by_token.items() if token[1] == Domain._meta.label} - {domain.name}
    )
    lists = document_of(all_entries, rows, lambda token: names_by_token.get(token, ""))
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
    """Return the facts of the discovery itself, by the keys of a text."""
    domain = discovery.domain
    return {
        "name": discovery.name,
        "organization": domain.organization.name,
        "domain": domain.name,
        "template": discovery.template,
        "starts_on": discovery.starts_on,
        "ends_on": discovery.ends_on,
    }


def without_hidden(rows: Iterable[SavedRow], discovery: Discovery) -> list[SavedRow]:
    """Return the rows without those whose content is still hidden."""
    hidden_keys: set[tuple[str, int]] = set()
    for activity in Activity.objects.filter(track__workshop__discovery=discovery):
        if activity.kind in activity_kinds:
            for hidden_rows in activity_kinds.get(activity.kind).hidden(activity):
                hidden_keys |= {
                    (hidden_rows.model._meta.label, key)
                    for key in hidden_rows.order_by().values_list("pk", flat=True)
                }
    return [row for row in rows if (row.kind, row.key) not in hidden_keys]


def scopes_of(discovery: Discovery) -> list[Artifact]:
    """Return the organization and the discovery, to which the rows belong."""
    return [discovery.domain.organization, discovery]


# --- From a text ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NewDiscovery:
    """A new discovery of the organization, in the domain with this name, or else in the domain of the
    text."""

    organization: Organization
    domain: str = ""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The result of an import or of a trial: `slug` and `name` of the discovery, and its new `domains`.
    `not_taken` lists changed fields of the discovery itself, which are not imported, `left_out` ignored parts
    of the file, and `questions` ambiguous values with their places."""

    slug: str
    name: str
    plan: ImportPlan
    digest: str
    operation: Operation | None = None
    domains: tuple[str, ...] = ()
    not_taken: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    questions: tuple[Problem, ...] = ()

    @property
    def added(self) -> int:
        """The count of new rows and domains."""
        return len(self.plan.added) + len(self.domains)


class _TrialOver(Exception):
    """Rolls back a trial."""


def import_text(
    *,
    actor: Actor,
    data: bytes,
    into: Discovery | NewDiscovery,
    digest: str = "",
    is_trial: bool = False,
    is_of_discovery: bool = False,
) -> ImportResult:
    """Write the text into the discovery, or into a new one: all or nothing, in one operation with one undo.
    Artifacts that are not in the text stay as they are.

    A trial is rolled back. `digest` is that of the previewed trial. A text that `is_of_discovery` may name
    objects of the organization, but can't change them. Raises Refusal with all problems, by lines;
    PreviewOutdated if the result differs from the previewed one; NotFound and NotAllowed.
    """
    text = TextReader(data)
    if isinstance(into, NewDiscovery):
        check_start_discovery(actor, into.organization)
    else:
        permissions.check_edit_discovery(actor, into)
    check_how_many(actor, text.rows, other_count=len(text.domains))
    with (
        trial_scope(is_trial) as trial,
        operation(
            actor,
            "text.imported",
            summary=into.name if isinstance(into, Discovery) else text.name,
            place=_place(into),
        ) as import_operation,
    ):
        trial.outcome = _bring_in(actor, text, into, digest, import_operation, is_of_discovery)
        trial.end()
    return trial.result


@dataclass
class Trial:
    """The writes in a `trial_scope`. In a trial, `end` rolls them back, before live rooms are notified."""

    is_trial: bool
    outcome: ImportResult | None = None

    def end(self) -> None:
        """Roll back the writes of a trial. Call it last, inside the operation."""
        if self.is_trial:
            raise _TrialOver

    @property
    def result(self) -> ImportResult:
        """The result of the import or trial. Raises LookupError without one."""
        if self.outcome is None:
            raise LookupError("nothing was brought in")
        return self.outcome


@contextmanager
def trial_scope(is_trial: bool) -> Iterator[Trial]:
    """The context of an operation that may be a trial only."""
    with suppress(_TrialOver):
        yield Trial(is_trial)


def _place(into: Discovery | NewDiscovery) -> Discovery | Organization:
    return into.organization if isinstance(into, NewDiscovery) else into


def _bring_in(
    actor: Actor,
    text: TextReader,
    into: Discovery | NewDiscovery,
    digest: str,
    operation: Operation,
    is_of_discovery: bool,
) -> ImportResult:
    organization = into.organization if isinstance(into, NewDiscovery) else into.domain.organization
    with _refused_at(text.lines.get(DOMAINS, 1)):
        domains = _add_domains(actor, organization, text.domains, is_of_discovery)
    if isinstance(into, NewDiscovery):
        with _refused_at(text.lines.get(DISCOVERY, 1)):
            discovery = _new_discovery(actor, text, into)
    else:
        discovery = into
    result = write_rows(
        actor,
        discovery,
        text.rows,
        text.problems,
        operation=operation,
        digest=digest,
        is_in_order=True,
        is_of_organization=isinstance(into, NewDiscovery),
        is_of_discovery=is_of_discovery,
        domains=domains,
    )
    facts = about(discovery)
    return replace(result, not_taken=tuple(name for name in text.about if text.about[name] != facts[name]))


def write_rows(
    actor: Actor,
    discovery: Discovery,
    rows: Iterable[InputRow],
    problems: Sequence[Problem],
    *,
    operation: Operation,
    digest: str = "",
    is_in_order: bool = False,
    keeps_names: bool = False,
    is_of_organization: bool = False,
    is_of_discovery: bool = False,
    domains: tuple[str, ...] = (),
    by_steps: bool = False,
) -> ImportResult:
    """Write incoming rows into the discovery inside `operation`, after the `domains`; `by_steps` as in
    core.services.imports.write. Raises Refusal with the `problems` of the rows, of the plan or of the
    rules, and PreviewOutdated."""
    artifacts.locked(discovery)  # so that two who bring something in come one after the other
    all_entries = entries_of_texts()
    scopes = scopes_of(discovery)
    incoming = incoming_rows.planned(
        all_entries,
        rows,
        scopes,
        actor,
        visible=lambda rows: without_hidden(rows, discovery),
        is_in_order=is_in_order,
        keeps_names=keeps_names,
        besides=domains,
    )
    incoming_rows.check_unchanged(incoming, digest)
    # Before they are written, so that who may write them is told the same.
    out_of_scope = list(_beyond(all_entries, incoming.plan)) if is_of_discovery else []
    if problems or out_of_scope:
        raise Refusal([*problems, *incoming.plan.problems, *out_of_scope])
    incoming_rows.write(all_entries, incoming, scopes, actor, by_steps=by_steps)
    written_kinds = {row.shape.key for row in (*incoming.plan.added, *incoming.plan.changed)}
    written_kinds |= {order.shape.key for order in incoming.plan.orders}
    if is_of_organization or domains or is_for_facilitators(all_entries, written_kinds):
        operation.verb = "organization_text.imported"
        operation.save(update_fields=["verb"])
    return ImportResult(
        discovery.slug,
        discovery.name,
        incoming.plan,
        incoming.digest,
        operation,
        domains,
        questions=tuple(_questions(all_entries, incoming.plan)),
    )


def _questions(all_entries: Sequence[Entry], plan: ImportPlan) -> Iterator[Problem]:
    """Yield a question for each percentage that may be a share: 0.6 instead of 60."""
    percents = {entry.key: entry.kind.percents for entry in all_entries}
    for row in (*plan.added, *plan.changed):
        is_percent = looks(_unit_of(row)) in _PERCENT
        for name, value in row.fields.items():
            is_always = name in percents.get(row.shape.key, ())
            if name in row.source.in_percent or not (is_percent or is_always):
                continue
            is_number = isinstance(value, Decimal | int) and not isinstance(value, bool)
            # As a share, 1 is all of it; 1 % is never meant of what is always a percentage.
            if is_number and (0 < abs(value) < 1 or (is_always and value == 1)):
                plain = Decimal(value)
                words = {"value": f"{plain.normalize():f}", "percent": f"{(plain * 100).normalize():f}"}
                message = _(
                    "%(value)s will be imported as %(value)s%%. If you mean %(percent)s%%, write %(percent)s."
                )
                yield Problem(row.source.place_of(name), None, message=message % words)


def _unit_of(row: Row) -> str:
    """Return the unit of a row's numbers: its own, or that of its parent."""
    for each in (row, row.existing, row.parent, getattr(row.parent, "existing", None)):
        if each is not None and (unit := each.fields.get(UNIT)):
            return str(unit)
    return ""


def _beyond(all_entries: Sequence[Entry], plan: ImportPlan) -> Iterator[Problem]:
    """Yield a problem for each row of the organization."""
    organization_keys = {entry.key for entry in all_entries if entry.kind.root is not Discovery}
    rows = [*plan.added, *plan.changed]
    rows += [each for order in plan.orders for each in order.rows[:1] if isinstance(each, Row)]
    message = _("This belongs to the organization. Use a key of the organization to change it.")
    for place in dict.fromkeys(row.source.place for row in rows if row.shape.key in organization_keys):
        yield Problem(place, None, message=message)


def is_for_facilitators(all_entries: Sequence[Entry], keys: Collection[str]) -> bool:
    """Return True if only facilitators may write one of these kinds on its pages: kinds of the organization,
    and those of undo rules."""
    nouns = frozenset[str]().union(*(rules.of_facilitators for rules in undo_rules))
    kinds = [entry.kind for entry in all_entries if entry.key in keys]
    return any(kind.root is Organization or {kind.noun, kind.nouns} & nouns for kind in kinds)


def _add_domains(
    actor: Actor, organization: Organization, names: Iterable[str], is_of_discovery: bool
) -> tuple[str, ...]:
    """Add the missing domains. Returns their names."""
    new_names = []
    existing_names = {looks(name) for name in domains_of(organization).values_list("name", flat=True)}
    for name in names:
        if looks(name) not in existing_names:
            existing_names.add(looks(name))
            if is_of_discovery:
                message = _(
                    "Domain “%(name)s” doesn’t exist. Add it on the page of the organization, or with "
                    "one of its keys."
                )
                raise Invalid(message % {"name": name})
            organizations.add_domain(actor=actor, organization=organization, name=name)
            new_names.append(name)
    return tuple(new_names)


def _new_discovery(actor: Actor, text: TextReader, new: NewDiscovery) -> Discovery:
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
    except DomainError as error:
        raise Refusal([Problem(Place(line), None, message=str(error))]) from None
