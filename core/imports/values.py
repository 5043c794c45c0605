"""Values of fields from texts, and as plain values that a text can hold."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from django.utils.translation import gettext as _, gettext_lazy

from core.clean_text import clean_text
from core.exceptions import Invalid
from core.labels import in_english, is_called, listed, names_of
from core.name_comparison import looks

_YES = frozenset({"true", "yes", "y", "on", "1", "x"})
_NO = frozenset({"false", "no", "n", "off", "0"})
_SHOWN_CHOICES = 8
LONGEST = 100_000
"""So many characters no field takes; what is longer is not looked at letter by letter."""


def from_text(column: models.Field[Any, Any], text: str | None) -> Any:
    """The value of a column that names no row. Raises Invalid in words; lengths and the like are asked by the
    rules."""
    if text is None or not text.strip():
        return nothing(column)
    if column.choices:
        return _choice(column, text)
    if isinstance(column, models.BooleanField):
        return _yes_or_no(text)
    if isinstance(column, models.DateTimeField):
        return _moment(text.strip())
    readers = ((models.DateField, _day), (models.TimeField, _time), (models.DecimalField, _number))
    for sort, reader in readers:
        if isinstance(column, sort):
            return reader(text.strip())
    if isinstance(column, models.IntegerField):
        return _whole(text.strip())
    return text_of(text)


def nothing(column: models.Field[Any, Any]) -> Any:
    """The value of a column of which nothing is said. Raises Invalid where something has to be said."""
    if column.null:
        return None
    if column.empty_strings_allowed and column.blank:
        return ""
    raise Invalid(_("Required"))


def text_of(text: str) -> str:
    """A text as it is kept. Raises Invalid for one with characters that no text has, and for one that no
    field takes."""
    if len(text) > LONGEST:
        raise Invalid(_("This has %(count)s characters, more than any field allows.") % {"count": len(text)})
    cleaned = clean_text(text).strip()
    if "\x00" in text or any("\ud800" <= each <= "\udfff" for each in text):
        raise Invalid(_("This contains a character that isn’t allowed in text."))
    return cleaned


@cache
def named_choices(column: models.Field[Any, Any]) -> Mapping[str, Any]:
    """The values of a column with choices, by how they look and how all names of their labels do. What is
    said now counts before what was said earlier."""
    values_by_name: dict[str, Any] = {}
    choices = [(value, names_of(label)) for value, label in column.flatchoices]
    for value, (english, *_others) in choices:
        values_by_name.setdefault(looks(str(value)), value)
        values_by_name.setdefault(looks(english), value)
    for value, names in choices:
        for name in names:
            values_by_name.setdefault(looks(name), value)
    return values_by_name


def _choice(column: models.Field[Any, Any], text: str) -> Any:
    values_by_name = named_choices(column)
    if (key := looks(text)) in values_by_name:
        return values_by_name[key]
    values = (value for value, _label in column.flatchoices if value not in ("", None))
    words = [str(plain_choice(column, value)) for value in values]
    if len(words) > _SHOWN_CHOICES:
        raise Invalid(_("“%(text)s” isn’t one of the options.") % {"text": text[:60]})
    message = _("“%(text)s” isn’t one of the options. Use one of these: %(choices)s.")
    raise Invalid(message % {"text": text[:60], "choices": listed(words)})


def _yes_or_no(text: str) -> bool:
    word = text.strip().lower()
    if word in _YES or is_called(word, gettext_lazy("Yes")):
        return True
    if word in _NO or is_called(word, gettext_lazy("No")):
        return False
    raise Invalid(_("“%(text)s” isn’t yes or no.") % {"text": text[:60]})


def _day(text: str) -> date:
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise Invalid(_("“%(text)s” isn’t a date. Use 2026-01-31.") % {"text": text[:60]})
    return day


def _time(text: str) -> time:
    try:
        at = parse_time(text)
    except ValueError:
        at = None
    if at is None:
        raise Invalid(_("“%(text)s” isn’t a time. Use 14:30.") % {"text": text[:60]})
    return at


def _moment(text: str) -> datetime:
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None:
        message = _("“%(text)s” isn’t a date with a time. Use 2026-01-31T14:30:00Z.")
        raise Invalid(message % {"text": text[:60]})
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise Invalid(_("“%(text)s” isn’t a number.") % {"text": text[:60]})
    return number


def _whole(text: str) -> int:
    number = _number(text)
    if number != number.to_integral_value() or abs(number) > 10**12:
        raise Invalid(_("“%(text)s” isn’t a whole number.") % {"text": text[:60]})
    return int(number)


def plain(column: models.Field[Any, Any], value: Any) -> Any:
    """The value as a text holds it, from which `from_text` makes it again."""
    if column.choices and value not in ("", None):
        return plain_choice(column, value)
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    if isinstance(value, time):
        return value.isoformat("auto" if value.second or value.microsecond else "minutes")
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else value.normalize()
    return value


def plain_choice(column: models.Field[Any, Any], value: Any) -> Any:
    """A choice as it is written: a word where the value is a number."""
    if not isinstance(value, int):
        return value
    labels = dict(column.flatchoices)
    return in_english(labels[value]) if value in labels else value
