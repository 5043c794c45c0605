"""Keeping a what-if: the choice becomes a decision, with the other world as its alternative. A saved scenario
knows the decision that chose it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from core.clean_text import in_one_line
from core.labels import listed
from core.models import OperationPlace
from core.services import kinds, operation
from discovery import permissions
from discovery.models import Discovery
from discovery.selectors.default_language import in_language_of
from documents import rounded_numbers
from documents.localized_numbers import number
from organizations.actors import Actor
from products.planning.what_if.change_words import amount_of
from products.planning.what_if_scenarios.selectors import NamedWorld
from products.selectors.goal_costs import Effort
from workshops.models import Decision, DecisionLink
from workshops.results.decisions.services import add_decision, add_decision_link

_LONGEST = DecisionLink._meta.get_field("url").max_length or 0
_LONGEST_LABEL = DecisionLink._meta.get_field("label").max_length or 0


def keep(
    *, actor: Actor, discovery: Discovery, query: str, choice: NamedWorld | None = None, **fields: Any
) -> Decision:
    """An entry of the decision log with a link to both worlds, whose changes are in the `query` of the
    address. `choice` is the saved scenario that it chooses. `fields` are those of add_decision. Of the
    discovery nothing else is changed. A decision with the same `uuid` before is returned as it is.

    Raises NotAllowed, and Invalid as add_decision does.
    """
    permissions.check_edit_discovery(actor, discovery)
    with operation(
        actor, "decision.added", summary=fields["title"], place=OperationPlace.at(discovery, None)
    ) as current:
        decision = add_decision(actor=actor, discovery=discovery, **fields)
        if current.was_sent_before:
            return decision
        url = f"{reverse('products:what_if', args=[discovery.slug])}?{query}"
        # Changes that are too long for a link are only in the alternatives.
        if len(url) <= _LONGEST:
            with in_language_of(discovery):
                label = in_one_line(_effect(choice), _LONGEST_LABEL)
            add_decision_link(actor=actor, decision=decision, label=label, url=url)
        if choice and choice.scenario:
            kinds.change(actor=actor, artifact=choice.scenario, decision=decision)
    return decision


def _effect(choice: NamedWorld | None) -> str:
    """The name of the scenario, with its person-weeks and those of the current plan, and the use cases that
    both serve with them; the name alone if both are the same, or if an estimate is missing."""
    if choice is None:
        return _("Scenario comparison")
    lines = choice.comparison.lines
    now, then = (line.effort for line in lines)
    if now.unknown or then.unknown or now.likely == then.likely:
        return choice.name
    facts = {"name": choice.name, "now": _weeks(now), "then": _weeks(then)}
    use_cases, others = ([str(each) for each in line.use_cases] for line in lines)
    if use_cases and use_cases == others:
        words = ngettext(
            "%(name)s: %(then)s person-week instead of %(now)s for %(use_cases)s",
            "%(name)s: %(then)s person-weeks instead of %(now)s for %(use_cases)s",
            amount_of(then.likely),
        )
        return words % {**facts, "use_cases": listed(use_cases)}
    words = ngettext(
        "%(name)s: %(then)s person-week instead of %(now)s",
        "%(name)s: %(then)s person-weeks instead of %(now)s",
        amount_of(then.likely),
    )
    return words % facts


def _weeks(effort: Effort) -> str:
    return number(rounded_numbers.as_typed(effort.likely))
