"""Dates and times in English, where Django's own are longer or by another clock: one form of dates on all
pages."""

from typing import Final

DATE_FORMAT: Final = "M j, Y"
DATETIME_FORMAT: Final = "M j, Y, H:i"
TIME_FORMAT: Final = "H:i"
SHORT_DATE_FORMAT: Final = DATE_FORMAT
SHORT_DATETIME_FORMAT: Final = DATETIME_FORMAT
LONG_DATE_FORMAT: Final = "F j, Y"
SHORT_MONTH_FORMAT: Final = "M Y"
