"""Converts values of fields to JSON and back. Decimals, times and uuids are strings."""

import base64
import binascii
import re
from collections.abc import Callable
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.dateparse import parse_date, parse_time
from django.utils.translation import gettext as _

from core.clean_text import is_visible
from core.kinds import plain_message
from documents.reader_process import apart
from exchange.format.document_tables import AnyField, label_of
from exchange.format.table_rules import shapes
from organizations.reports.logo_upload import BadLogo, redrawn

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
# Besides addresses: fields whose text pages lead to.
_FOLLOWED = frozenset({"link", "url"})
# Browsers skip spaces and line ends within the name of a scheme.
_HARMFUL = re.compile(r"(?:javascript|vbscript|data|file|blob):", re.IGNORECASE)
_SKIPPED = re.compile(r"[\s\x00-\x20]+")
# Control characters but tab and line ends, and halves of characters.
_UNTYPED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_DEEPEST = 20
# What is written by program may put several texts together: so many times the longest that a form takes.
_PUT_TOGETHER = 10


# Of the choices of a field, as many are said.
_MOST_CHOICES = 12


class InvalidValue(ValueError):
    """A value of a document doesn't fit its field; `kind` is equal for values with the same problem."""

    def __init__(self, message: str, kind: str = "") -> None:
        super().__init__(message)
        self.kind = kind or message


def to_json(field: AnyField, value: Any) -> Any:
    """Return the value of the field (no link to another table) for a document."""
    if value is None or isinstance(value, bool | int | str):
        return str(value) if isinstance(value, str) else value
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f").rjust(26, "0") + "Z"
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return decimal_text(field, value)
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(field, models.JSONField):
        return value
    raise TypeError(f"{field} holds a {type(value).__name__}, which documents cannot hold")


def decimal_text(field: AnyField, value: Decimal) -> str:
    """Return the number with the decimal places of the field."""
    places: int = field.decimal_places  # type: ignore[attr-defined]  # a number with decimals has it
    return format(value.quantize(Decimal(1).scaleb(-places)), "f")


def from_json(field: AnyField, value: Any, *, is_past: bool = False) -> Any:
    """Return the value that `to_json` made `value` from. `is_past` is True for history, where a text that
    depends on other rows may be empty.

    Raises InvalidValue for anything else: another type, too long, none of the choices, out of range.
    """
    if value is None:
        if not field.null:
            raise InvalidValue(_("This is required."))
        return None
    if isinstance(field, models.JSONField):
        _check_json(value, _DEEPEST)
        if not shapes()[f"{label_of(field.model)}.{field.name}"](value):
            raise InvalidValue(_("This has the wrong type."))
        return value
    parsed = _reader(field)(field, value)
    if (
        field.choices
        and parsed not in ("", None)
        and parsed not in {key for key, _label in field.flatchoices}
    ):
        raise _invalid_choice(field, parsed)
    if isinstance(parsed, str) and not is_past and _is_required(field) and not is_visible(parsed):
        raise InvalidValue(_("This is required."))
    if parsed not in field.empty_values:
        try:
            field.run_validators(parsed)
        except ValidationError as error:
            raise InvalidValue(plain_message(error)) from None
    return parsed


def _is_required(field: AnyField) -> bool:
    """Return True if forms require the text. A field without a maximum length is written by the program."""
    return not field.blank and not field.choices and bool(field.max_length)


def _invalid_choice(field: AnyField, value: Any) -> InvalidValue:
    keys = [str(key) for key, _label in field.flatchoices if key not in ("", None)]
    choices = ", ".join(keys[:_MOST_CHOICES]) + (", …" if len(keys) > _MOST_CHOICES else "")
    message = _("“%(value)s” isn’t one of the options: %(choices)s.") % {
        "value": short(str(value)),
        "choices": choices,
    }
    return InvalidValue(message, kind="choices")


def short(name: str) -> str:
    """Return a text of the file, shortened for a message."""
    visible = "".join(each for each in name if each.isprintable())
    return visible if len(visible) <= 40 else f"{visible[:40]}…"


def check_text(text: str) -> str:
    """Raises InvalidValue for control characters and lone surrogates."""
    if _UNTYPED.search(text):
        raise InvalidValue(_("This contains control characters. Remove them."))
    return text


def _check_json(value: Any, deepest: int) -> None:
    if deepest == 0:
        raise InvalidValue(_("This is nested too deeply."))
    if isinstance(value, str):
        check_text(value)
    elif isinstance(value, dict):
        for key, each in value.items():
            check_text(key)
            _check_json(each, deepest - 1)
    elif isinstance(value, list):
        for each in value:
            _check_json(each, deepest - 1)


def _text(field: AnyField, value: Any) -> str:
    if not isinstance(value, str):
        raise InvalidValue(_("This isn’t text."))
    is_followed = isinstance(field, models.URLField) or field.name in _FOLLOWED
    if is_followed and _HARMFUL.match(_SKIPPED.sub("", value)):
        raise InvalidValue(_("This isn’t a valid link."))
    if isinstance(field, models.SlugField) and not value:
        raise InvalidValue(_("This is required."))
    longest = field.max_length or 0  # that of a CharField is asked by its validator
    if isinstance(field, models.TextField) and 0 < longest * _PUT_TOGETHER < len(value):
        raise InvalidValue(_("This text is too long."))
    if field.name == "accent" and value and not _COLOR.fullmatch(value):
        raise InvalidValue(_("This isn’t a color."))
    return check_text(value)


def _number(_field: AnyField, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidValue(_("This isn’t a whole number."))
    if not -(2**63) <= value < 2**63:
        raise InvalidValue(_("This is too large."))
    return value


def _truth(_field: AnyField, value: Any) -> bool:
    if not isinstance(value, bool):
        raise InvalidValue(_("This must be true or false."))
    return value


def _decimal(field: AnyField, value: Any) -> Decimal:
    try:
        if not isinstance(value, str) or not re.fullmatch(r"-?\d{1,30}(\.\d{1,30})?", value):
            raise InvalidOperation
        parsed = Decimal(value)
        if decimal_text(field, parsed) != value:
            raise InvalidOperation
    except InvalidOperation:
        raise InvalidValue(_("This isn’t a valid number.")) from None
    return parsed


def _moment(_field: AnyField, value: Any) -> datetime:
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        try:
            parsed = datetime.strptime(value, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
        except ValueError:
            parsed = None
        # In some zone, what is at either end of the calendar is no time at all.
        if parsed is not None and MINYEAR < parsed.year < MAXYEAR:
            return parsed
    raise InvalidValue(_("This isn’t a valid date and time."))


def _date(_field: AnyField, value: Any) -> date:
    try:
        parsed = parse_date(value) if isinstance(value, str) else None
    except ValueError:
        parsed = None
    if parsed is None or parsed.isoformat() != value:
        raise InvalidValue(_("This isn’t a date."))
    return parsed


def _time(_field: AnyField, value: Any) -> time:
    try:
        parsed = parse_time(value) if isinstance(value, str) else None
    except ValueError:
        parsed = None
    if parsed is None or parsed.isoformat() != value:
        raise InvalidValue(_("This isn’t a time of day."))
    return parsed


def uuid_of(value: Any) -> UUID:
    """Return the identifier. Raises InvalidValue."""
    try:
        parsed = UUID(value) if isinstance(value, str) else None
    except ValueError:
        parsed = None
    if parsed is None or str(parsed) != value:
        raise InvalidValue(_("This isn’t an identifier."))
    return parsed


def _uuid(_field: AnyField, value: Any) -> UUID:
    return uuid_of(value)


def _bytes(_field: AnyField, value: Any) -> bytes:
    try:
        parsed = base64.b64decode(value, validate=True) if isinstance(value, str) else None
    except (binascii.Error, ValueError):
        parsed = None
    if parsed is None or base64.b64encode(parsed).decode() != value:
        raise InvalidValue(_("This isn’t valid Base64."))
    # The only bytes that are kept are those of a logo. One of ours was drawn again when it was uploaded, and
    # comes out of the same again byte for byte; of any other, its pixels are taken and nothing beside them.
    try:
        return apart(redrawn, parsed, otherwise=BadLogo("pixels"))
    except BadLogo:
        raise InvalidValue(_("This isn’t a valid logo image.")) from None


_READERS: tuple[tuple[type[AnyField], Callable[[AnyField, Any], Any]], ...] = (
    (models.BooleanField, _truth),
    (models.DateTimeField, _moment),
    (models.DateField, _date),
    (models.TimeField, _time),
    (models.DecimalField, _decimal),
    (models.UUIDField, _uuid),
    (models.BinaryField, _bytes),
    (models.IntegerField, _number),
    (models.CharField, _text),
    (models.TextField, _text),
)


def _reader(field: AnyField) -> Callable[[AnyField, Any], Any]:
    for kind, reader in _READERS:
        if isinstance(field, kind):
            return reader
    raise TypeError(f"documents cannot hold {field}")


def is_supported(field: AnyField) -> bool:
    """Return True if documents can contain values of the field."""
    return isinstance(field, models.JSONField) or any(isinstance(field, kind) for kind, _reader in _READERS)
