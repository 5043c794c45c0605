"""Dates and times in Spanish, where Django's own are longer or by another clock."""

from typing import Final

SHORT_DATE_FORMAT: Final = "d/m/Y"
SHORT_DATETIME_FORMAT: Final = "d/m/Y, H:i"
LONG_DATE_FORMAT: Final = r"j \d\e F \d\e Y"
SHORT_MONTH_FORMAT: Final = "m/Y"
SHORT_DAY_FORMAT: Final = "d/m"
