"""Reading a tap. Not a Django form: this is the hot path, and no one sees its fields."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from core.exceptions import Invalid

SKIP = "skip"
_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,4}")
_DEVICE = re.compile(r"[0-9a-f]{0,32}")
_ORDER = re.compile(r"[0-9]{1,16}")


@dataclass(frozen=True, slots=True)
class Tap:
    """`value` None is a skip; the service checks if it is on the scale. `order` counts up on `device`, which
    is empty for a sender that gives neither."""

    round: UUID
    use_case: UUID
    criterion: UUID
    value: int | None
    device: str
    order: int


def parse_tap(data: Mapping[str, str]) -> Tap:
    """The tap in what was posted: `round`, `use_case` and `criterion` (uuids), `value` (a whole number, or
    "skip"), and what orders the taps of a device (`device`, `tap`). Raises Invalid for anything else."""
    value = data.get("value", "")
    if value != SKIP and not _WHOLE_NUMBER.fullmatch(value):
        raise Invalid(_("A score is a whole number, or “skip”."))
    device, order = data.get("device", ""), data.get("tap", "0")
    if not (_DEVICE.fullmatch(device) and _ORDER.fullmatch(order)):
        raise Invalid(_("This score has no valid time. Reload the page."))
    return Tap(
        _uuid(data.get("round", "")),
        _uuid(data.get("use_case", "")),
        _uuid(data.get("criterion", "")),
        None if value == SKIP else int(value),
        device,
        int(order),
    )


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid(_("This score isn’t for anything that can be scored. Reload the page.")) from None
