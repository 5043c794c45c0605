"""The rows of a file, a table or a list, written into a discovery in one operation, or tried."""

from collections.abc import Sequence

from core.imports.rows import InputRow, Problem
from core.services import operation
from discovery.models import Discovery
from exchange.services.discovery_text import ImportResult, trial_scope, write_rows
from organizations.actors import Actor


def import_rows(
    verb: str,
    *,
    actor: Actor,
    into: Discovery,
    rows: Sequence[InputRow],
    problems: Sequence[Problem],
    digest: str = "",
    is_trial: bool = False,
    keeps_names: bool = False,
    by_steps: bool = False,
) -> ImportResult:
    """Write all of the rows or nothing, in one operation with one undo. A trial is rolled back. The caller
    has checked the actor's access and the number of rows. Raises the errors of discovery_text.write_rows."""
    with (
        trial_scope(is_trial) as trial,
        operation(actor, verb, summary=into.name, place=into) as import_operation,
    ):
        trial.outcome = write_rows(
            actor,
            into,
            rows,
            problems,
            operation=import_operation,
            digest=digest,
            keeps_names=keeps_names,
            by_steps=by_steps,
        )
        trial.end()
    return trial.result
