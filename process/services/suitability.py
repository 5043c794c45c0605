"""The suitability check of a discovery: statements, how far each is true, and by which evidence."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from core.exceptions import Invalid
from discovery import permissions
from discovery.actors import Actor
from discovery.models import Discovery, Operation
from discovery.services import artifacts
from discovery.services.operations import operation
from process import suitability
from process.models import SuitabilityStatement
from process.models.strategy import Aspect
from process.strategy_catalog import STATEMENTS


def take_shipped_statements(*, actor: Actor, discovery: Discovery) -> Operation:
    """Add the shipped statements that the check does not have; the operation, for undo."""
    permissions.check_edit_discovery(actor, discovery)
    with operation(actor, "suitability.begun", summary=discovery.name, discovery=discovery) as begun:
        artifacts.locked(discovery)
        rows = SuitabilityStatement.objects.filter(discovery=discovery)
        held = set(rows.values_list("key", flat=True))
        place = artifacts.next_position(rows)
        missing = [each for each in STATEMENTS if each.key not in held]
        for number, each in enumerate(missing, place):
            artifacts.add(
                SuitabilityStatement,
                discovery=discovery,
                key=each.key,
                aspect=each.aspect,
                text=str(each.text),
                position=number,
            )
    return begun


def add_statement(
    *,
    actor: Actor,
    discovery: Discovery,
    text: str,
    aspect: str = Aspect.NEED,
    score: int | None = None,
    evidence: str = "",
    would_change: str = "",
) -> SuitabilityStatement:
    """An own statement that speaks for Data Mesh. `score` runs from 0, not true at all, to 4, fully true.

    Raises Invalid for a score out of range and an aspect that there is not.
    """
    permissions.check_edit_discovery(actor, discovery)
    _check(score, aspect)
    with operation(actor, "suitability.statement_added", summary=text, discovery=discovery):
        rows = SuitabilityStatement.objects.filter(discovery=discovery)
        return artifacts.add(
            SuitabilityStatement,
            discovery=discovery,
            text=text,
            aspect=aspect,
            score=score,
            evidence=evidence,
            would_change=would_change,
            position=artifacts.next_position(rows),
        )


def change_statement(
    *, actor: Actor, statement: SuitabilityStatement, revision: int | None = None, **fields: Any
) -> SuitabilityStatement:
    """`fields` are those of add_statement. Raises as it does, and Stale."""
    permissions.check_edit_discovery(actor, statement.discovery)
    _check(fields.get("score"), fields.get("aspect", statement.aspect))
    summary = fields.get("text", statement.text)
    with operation(actor, "suitability.statement_changed", summary=summary, discovery=statement.discovery):
        return artifacts.change(statement, revision=revision, **fields)


def rate_statement(*, actor: Actor, statement: SuitabilityStatement, score: int | None) -> Operation:
    """Say how far it is true, from 0 to 4; None takes it back. The operation, for undo."""
    permissions.check_edit_discovery(actor, statement.discovery)
    _check(score, statement.aspect)
    with operation(
        actor, "suitability.statement_rated", summary=statement.text, discovery=statement.discovery
    ) as rated:
        artifacts.change(statement, score=score)
    return rated


def delete_statement(*, actor: Actor, statement: SuitabilityStatement) -> Operation:
    permissions.check_edit_discovery(actor, statement.discovery)
    with operation(
        actor, "suitability.statement_deleted", summary=statement.text, discovery=statement.discovery
    ) as deleted:
        artifacts.trash(statement)
    return deleted


def _check(score: int | None, aspect: str) -> None:
    if score is not None and not 0 <= score <= suitability.TOP:
        raise Invalid(_("How far it is true is said from 0 to 4."))
    if aspect not in Aspect.values:
        raise Invalid(_("A statement is about need or about readiness."))
