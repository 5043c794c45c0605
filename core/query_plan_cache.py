"""The plans of statements that PostgreSQL keeps for a connection.

What two hundred people ask for at once is planned once: to plan it takes longer than to run it.
"""

import re
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from django.db.backends.base.base import BaseDatabaseWrapper

_PLACEHOLDER = re.compile(r"%(?:\(\w+\))?s")
# By the connection that keeps the plan, and by the statement.
_executions: WeakKeyDictionary[Any, dict[str, str]] = WeakKeyDictionary()


def execution(connection: BaseDatabaseWrapper, statement: str) -> str:
    """Return what runs the statement by a plan that this connection keeps from now on; it takes the same
    parameters. Other databases than PostgreSQL plan a statement quickly: they get it as it is.

    Each placeholder (`%s`, `%(name)s`) is a parameter of its own, and its type follows from what stands
    beside it.
    """
    if connection.vendor != "postgresql":
        return statement
    # As a cursor does: a plan that a dead connection kept is in no other.
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    executions = _executions.setdefault(connection.connection, {})
    if statement not in executions:
        plan = f"kept_{len(executions)}"
        places = count(1)
        numbered = _PLACEHOLDER.sub(lambda _placeholder: f"${next(places)}", statement).replace("%%", "%")
        # By the driver: to keep a plan is no query of the request.
        with connection.wrap_database_errors:
            connection.connection.execute(f"PREPARE {plan} AS {numbered}")
        values = ", ".join(_PLACEHOLDER.findall(statement))
        executions[statement] = f"EXECUTE {plan}({values})" if values else f"EXECUTE {plan}"
    return executions[statement]
