"""Dates and times in English, where Django's own are longer or by another clock."""

from typing import Final

DATETIME_FORMAT: Final = "N j, Y, H:i"
TIME_FORMAT: Final = "H:i"
SHORT_DATE_FORMAT: Final = "M j, Y"
SHORT_DATETIME_FORMAT: Final = "M j, Y, H:i"
LONG_DATE_FORMAT: Final = "F j, Y"
SHORT_MONTH_FORMAT: Final = "M Y"
