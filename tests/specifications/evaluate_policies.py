"""Evaluates policies in Rego: for the Python of .venv-specs, which knows nothing of ours.

From standard input comes a list of [policy, tests, people]; to standard output goes, for each, whether the
policy lets each of the people in, and the names of the tests that hold.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import regopy  # type: ignore[import-not-found]  # it lives in .venv-specs


def evaluated(policy: str, tests: str, people: list[Any]) -> dict[str, Any]:
    interpreter = regopy.Interpreter()
    interpreter.add_module("policy/access.rego", policy)
    interpreter.add_module("policy/access_test.rego", tests)

    def asked(query: str, person: Any) -> Any:
        # As a text: values are compared with the escapes of the policy otherwise (regopy 1.5.2).
        interpreter.set_input_term(json.dumps(person, ensure_ascii=False))
        return json.loads(str(interpreter.query(f"x := {query}")))["bindings"]["x"]

    held = asked("data.product.access_test", {})
    return {
        "allowed": [asked("data.product.access.allow", person) for person in people],
        "held": sorted(name for name, holds in held.items() if holds),
    }


if __name__ == "__main__":
    json.dump([evaluated(*each) for each in json.load(sys.stdin)], sys.stdout)
