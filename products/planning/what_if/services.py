"""Keeping a what-if: the choice becomes a decision, with the other world as its alternative."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.models import Place
from core.services import operation
from discovery import permissions
from discovery.models import Discovery
from organizations.actors import Actor
from workshops.models import Decision, DecisionLink
from workshops.results.decisions.services import add_decision, add_decision_link

_LONGEST = DecisionLink._meta.get_field("url").max_length or 0


def keep(*, actor: Actor, discovery: Discovery, query: str, **fields: Any) -> Decision:
    """An entry of the decision log with a link to both worlds, whose changes are in the `query` of the
    address. `fields` are those of add_decision. Nothing of the discovery itself is changed. A decision with
    the same `uuid` before is returned as it is.

    Raises NotAllowed, and Invalid as add_decision does.
    """
    permissions.check_edit_discovery(actor, discovery)
    with operation(
        actor, "decision.added", summary=fields["title"], place=Place.at(discovery, None)
    ) as current:
        decision = add_decision(actor=actor, discovery=discovery, **fields)
        url = f"{reverse('products:what_if', args=[discovery.slug])}?{query}"
        # Changes that are too long for a link are only in the alternatives.
        if not current.was_sent_before and len(url) <= _LONGEST:
            add_decision_link(actor=actor, decision=decision, label=_("Scenario comparison"), url=url)
    return decision
