"""Reading a tap. Not a Django form: this is the hot path, and there is nobody to show fields to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from discovery.exceptions import Invalid

SKIP = "skip"
_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,4}")


@dataclass(frozen=True, slots=True)
class Tap:
    """`value` None is a skip. Whether it lies on the scale is the service's question."""

    round: UUID
    use_case: UUID
    criterion: UUID
    value: int | None


def parse_tap(data: Mapping[str, str]) -> Tap:
    """The tap in what was posted: `round`, `use_case` and `criterion` (uuids), `value` (a whole number, or
    "skip"). Raises Invalid for anything else."""
    value = data.get("value", "")
    if value != SKIP and not _WHOLE_NUMBER.fullmatch(value):
        raise Invalid(_("A score is a whole number, or “skip”."))
    return Tap(
        _uuid(data.get("round", "")),
        _uuid(data.get("use_case", "")),
        _uuid(data.get("criterion", "")),
        None if value == SKIP else int(value),
    )


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid(_("This score names nothing that can be scored. Reload the page.")) from None
