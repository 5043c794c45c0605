"""Dates and times in French, where Django's own are longer or by another clock."""

from typing import Final

SHORT_DATE_FORMAT: Final = "j N Y"
SHORT_DATETIME_FORMAT: Final = "j N Y, H:i"
LONG_DATE_FORMAT: Final = "j F Y"
SHORT_MONTH_FORMAT: Final = "N Y"
SHORT_DAY_FORMAT: Final = "j N"
