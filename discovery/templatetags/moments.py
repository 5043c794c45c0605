"""Points in time and days in templates, to be named in a sentence:
`{% moment version.frozen_at "date" as day %}`, `{% day action.due as due %}`."""

from datetime import date, datetime
from typing import Literal

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timeuntil
from django.utils.timezone import localtime, now

register = template.Library()


@register.simple_tag
def moment(
    at: datetime,
    form: Literal["date", "datetime", "time", "zoned", "relative"] = "datetime",
    deadline: bool = False,
) -> SafeString:
    """A <time>, which static/js/local-time.js writes in the reader's own time zone. When a `deadline` passes,
    the page fetches the part that names it."""
    local = localtime(at)
    if form == "date":
        words = date_format(local, "SHORT_DATE_FORMAT")
    elif form == "relative" and at > now():
        words = timeuntil(at)
    elif form == "time":
        words = f"{date_format(local, 'TIME_FORMAT')} {local:%Z}"
    else:
        words = f"{date_format(local, 'SHORT_DATETIME_FORMAT')} {local:%Z}"
    mark = SafeString(" data-deadline" if deadline else "")
    return format_html('<time datetime="{}" data-local="{}"{}>{}</time>', at.isoformat(), form, mark, words)


@register.simple_tag
def day(on: date) -> SafeString:
    """A <time> for a day, which is the same in every time zone."""
    return format_html('<time datetime="{}">{}</time>', on.isoformat(), date_format(on, "SHORT_DATE_FORMAT"))
