"""Dates and times in English. Django's own have another clock and several forms; pages have one."""

from typing import Final

DATE_FORMAT: Final = "M j, Y"
DATETIME_FORMAT: Final = "M j, Y, H:i"
TIME_FORMAT: Final = "H:i"
SHORT_DATE_FORMAT: Final = DATE_FORMAT
SHORT_DATETIME_FORMAT: Final = DATETIME_FORMAT
LONG_DATE_FORMAT: Final = "F j, Y"
SHORT_MONTH_FORMAT: Final = "M Y"
SHORT_DAY_FORMAT: Final = "M j"
