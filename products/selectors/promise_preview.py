"""The sentence and the budget of an objective, while someone is still typing it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from products.indicator_wording import Aim
from products.models import DataProduct, WindowUnit
from products.promises import rules as slo
from products.promises.selectors import promised_by_inputs, too_tight
from products.selectors import promise_words as words


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """The arithmetic of one window, or with `is_wrong` what is wrong with it."""

    text: str
    is_wrong: bool = False


@dataclass(frozen=True, slots=True)
class PromisePreview:
    """The sentence so far, a line for each window, and what the inputs of the product do not allow."""

    sentence: str
    lines: tuple[PreviewLine, ...]
    warnings: tuple[str, ...]


def preview(
    product: DataProduct,
    values: Mapping[str, str],
    windows: Sequence[Mapping[str, str]],
    *,
    at: datetime | None = None,
) -> PromisePreview:
    """`values` holds the present fields of the objective, each of `windows` "target", "length", "unit"
    and "is_rolling" ("True" or "False")."""
    basis, events = values.get("basis", ""), values.get("events", "").strip()
    zone = values.get("time_zone", "")
    aims: list[Aim] = []
    lines: list[PreviewLine] = []
    for window in windows:
        if not window.get("target", "").strip():
            lines.append(PreviewLine(_("Enter a target to see the budget it leaves.")))
            continue
        try:
            aim = _aim(window)
            lines.append(PreviewLine(words.budget_words(aim, basis, events, zone, at or timezone.now())))
            aims.append(aim)
        except slo.Nonsense as nonsense:
            lines.append(PreviewLine(words.problem_words(nonsense.problem), is_wrong=True))
    sentence = words.sentence(
        basis, events, values.get("indicator", "").strip(), values.get("threshold", "").strip(), aims
    )
    inputs = promised_by_inputs(product, values.get("kind", ""))
    return PromisePreview(sentence, tuple(lines), tuple(too_tight([aim.target for aim in aims], inputs)))


def _aim(window: Mapping[str, str]) -> Aim:
    target: Decimal = slo.parse_target(window.get("target", ""))
    length = window.get("length", "").strip()
    if not (length.isascii() and length.isdigit()):
        raise slo.Nonsense(slo.SloProblem.NO_WINDOW)
    if len(length) > len(str(slo.LONGEST)):
        raise slo.Nonsense(slo.SloProblem.TOO_LONG)
    unit = window.get("unit", "")
    unit = unit if unit in WindowUnit.values else WindowUnit.DAY.value
    return Aim(target, int(length), unit, window.get("is_rolling", "") == "True")
