"""Template tags of the design system. `/developers/components/` shows each with the line to copy."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from django import template
from django.conf import STATICFILES_STORAGE_ALIAS
from django.contrib.messages.storage.base import Message
from django.core.files.storage import storages
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext as _, gettext_lazy, ngettext

from core.labels import counted_people
from core.version import VERSION
from discovery.glossary.reports import term
from discovery.marks import MARKS
from discovery.state_looks import RecordState
from documents.charts import DistributionStrip, RankingBar

register = template.Library()

SIDES = {"business": gettext_lazy("Business"), "it": gettext_lazy("IT"), "other": gettext_lazy("Other")}
# Above this many people single blocks can no longer be told apart, and a bar says it better.
MOST_BLOCKS = 60
TONES = {"debug": "", "info": "", "success": "good", "warning": "warn", "error": "bad"}

_NO_BREAK = "\N{NO-BREAK SPACE}"
_paper: ContextVar[bool] = ContextVar("paper", default=False)


@contextmanager
def on_paper() -> Iterator[None]:
    """Inside the block, templates become a separate document, with none of our files beside it: icons are
    left out, or show their label, so that a report can be made where no static files were collected."""
    token = _paper.set(True)
    try:
        yield
    finally:
        _paper.reset(token)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """One icon of `static/img/icons.svg`. Without `label` it is decoration and hidden from assistive
    technology. On paper the label is shown instead.
    """
    if _paper.get():
        return format_html("{}", label)
    href = f"{_icons(storages[STATICFILES_STORAGE_ALIAS])}#{name}"
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, href)
    return _decoration(href)


@lru_cache(1)
def _icons(_storage: object) -> str:
    """The address of the icons, asked for once: a long page has hundreds of them."""
    return static("img/icons.svg")


@lru_cache(256)
def _decoration(href: str) -> SafeString:
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', href)


@register.filter
def numbers_kept(text: object) -> str:
    """The text, in which no number is parted from the word behind it; empty for None. For narrow columns,
    in which longer parts can't be kept together."""
    return re.sub(r"(?<=\d) (?=[^\W\d])", _NO_BREAK, "" if text is None else str(text))


@register.filter
def unbroken(text: object) -> str:
    """The text, in which no number is parted from the word behind it, no date, short name within quotation
    marks or abbreviation with a number is broken, and no short word is alone in the last line; empty for
    None."""
    words = numbers_kept(text)
    words = re.sub(rf"(?<=\d)({_NO_BREAK}\w{{1,3}}) (?=\d)", rf"\1{_NO_BREAK}", words)
    words = re.sub(r"(?<=[^\W\d]{3}) (?=\d{1,2}, \d{4})", _NO_BREAK, words)
    words = re.sub(r"(?<=\d\.) (?=[^\W\d]{3,9}\.?\s\d{4})", _NO_BREAK, words)
    words = re.sub(r"(?<=[A-Z]{2}) (?=\d)", _NO_BREAK, words)
    words = re.sub(r"[“„«][^“”„«»]{1,24}[”“»]", lambda name: name[0].replace(" ", _NO_BREAK), words)
    return re.sub(r"(?<=.{30}) (?=\S{1,10}$)", _NO_BREAK, words)


@register.filter
def at_slashes(address: object) -> SafeString:
    """The address, which breaks behind its slashes where it is too long for its line; empty for None."""
    parts = re.split(r"(?<=/)(?!/)", "" if address is None else str(address))
    return format_html_join(mark_safe("<wbr>"), "{}", ((part,) for part in parts))


@register.simple_tag
def pill(state: str | RecordState, words: str, label: str = "") -> SafeString:
    """A state in words, such as "Not set". `state` is that of discovery.state_looks, or its name: it has the
    color and the icon. `label` names the icon, where the words alone don't tell the state."""
    look = (state if isinstance(state, RecordState) else RecordState[state.upper()]).value
    sign = icon(look.icon, label) if look.icon else ""
    return format_html('<span class="chip {}">{}{}</span>', look.tone, sign, words)


@register.simple_tag
def product_version() -> str:
    """The version of Headwaters that draws this."""
    return VERSION


@register.simple_tag
def logo() -> SafeString:
    """The mark of Headwaters: three streams that become one. Not on paper, where the cover has its own."""
    if _paper.get():
        return SafeString("")
    return format_html(
        '<svg class="logo" aria-hidden="true"><use href="{}#logo"/></svg>', static("img/icons.svg")
    )


@register.simple_tag
def in_dialog(url: str, title: str) -> SafeString:
    """The attributes of a link whose page opens in the dialog under the title; without scripts as a page."""
    return format_html(
        'href="{0}" hx-get="{0}" hx-target="#dialog-body" data-dialog="dialog" data-dialog-title="{1}"',
        url,
        title,
    )


@register.simple_tag
def mark(kind: str, count: int | None = None, *, word: bool = False, alone: bool = True) -> SafeString:
    """The mark of an artifact.

    `kind` is a key of `discovery.marks.MARKS`; `count` is written into a data product. `word=True`
    shows the name of the kind beside the mark. By default the word is there for assistive technology
    only; `alone=False` leaves it out where the text beside the mark says it already. On paper, whose style
    sheet draws no marks, only the shown word is left.
    """
    if _paper.get():
        return format_html("{}", MARKS[kind].word if word else "")
    return _mark(kind, count, word, alone, get_language())


@lru_cache(1024)
def _mark(kind: str, count: int | None, word: bool, alone: bool, _language: str | None) -> SafeString:
    """A long page has hundreds of marks, of a few sorts."""
    context = {"mark": MARKS[kind], "count": count, "word": word, "alone": alone}
    return render_to_string("components/mark.html", context)


@register.inclusion_tag("components/side.html")
def side(name: str, text: str = "", *, word: bool = True, figure: str = "") -> dict[str, Any]:
    """The side a person speaks for: `business` (dot), `it` (diamond) or `other` (square), with its word or
    `text`. `figure`: the number in the text, which a sheet may show alone where a key names the sides.
    """
    key = name if name in SIDES else "other"
    return {"name": key, "text": text or SIDES[key], "word": word, "figure": figure}


def initials(name: str) -> str:
    """Up to two letters that stand for a name: of its first and its last word that begin with a letter or
    digit.
    """
    words = [word for word in name.replace("@", " ").split() if word[0].isalnum()]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


@register.simple_tag
def avatar(name: object, size: str = "") -> SafeString:
    """The initials of a name, or of an account, in a circle. The name itself must stand beside it:
    this is decoration."""
    return format_html('<span class="avatar {}" aria-hidden="true">{}</span>', size, initials(str(name)))


@register.filter
def matching(text: str, query: str | None) -> str:
    """The text with `query` marked where it first appears, in capitals or not."""
    at = text.lower().find(words) if (words := (query or "").strip().lower()) else -1
    end = at + len(words)
    return format_html("{}<mark>{}</mark>{}", text[:at], text[at:end], text[end:]) if at >= 0 else text


@register.simple_tag
def meter(value: float, maximum: float, label: str, tone: str = "") -> SafeString:
    """A bar that is `value` of `maximum` full. `label` says what of; `tone` is empty, `good`, `warn` or
    `bad`.
    """
    top = maximum if maximum > 0 else 1
    now = min(max(value, 0), top)
    return format_html(
        '<progress class="meter {}" value="{}" max="{}" aria-label="{}"></progress>',
        tone,
        f"{now:g}",
        f"{top:g}",
        label,
    )


@register.inclusion_tag("components/people_strip.html")
def people_strip(done_count: int, total: int, label: str = "") -> dict[str, Any]:
    """One block per person, filled for those who are done; a bar when there are more than `MOST_BLOCKS`
    people.
    """
    done_count = min(max(done_count, 0), max(total, 0))
    text = label or _("%(done)s of %(total)s done") % {"done": done_count, "total": total}
    blocks = [number < done_count for number in range(total)] if total <= MOST_BLOCKS else []
    return {"done": done_count, "total": total, "label": text, "blocks": blocks}


@register.inclusion_tag("components/scale.html")
def scale(
    name: str,
    value: int | str | None = None,
    low: str = "",
    high: str = "",
    *,
    top: int = 5,
    disabled: bool = False,
) -> dict[str, Any]:
    """Six targets from 0 to `top` for a field `name`; `low` and `high` say what the ends mean. Put it in a
    fieldset.
    """
    text = "" if value is None else str(value)
    points = [{"value": point, "checked": str(point) == text} for point in range(top + 1)]
    return {"name": name, "points": points, "low": low, "high": high, "disabled": disabled}


@register.inclusion_tag("components/distribution_strip.html")
def distribution(strip: DistributionStrip, label: str = "", *, is_keyed: bool = False) -> dict[str, Any]:
    """The histogram of one criterion by side. `strip` comes from `documents.charts.distribution_strip`;
    `is_keyed`: a key beside it names the sides."""
    words = label or _distribution_words(strip)
    return {"strip": strip, "label": words, "sides": SIDES, "is_keyed": is_keyed}


@register.inclusion_tag("components/strip_sides.html")
def strip_sides(strip: DistributionStrip) -> dict[str, Any]:
    """The sides of a `strip`, each with how many people are behind it."""
    sides = [
        (
            lane.name,
            _("%(side)s (%(people)s)") % {"side": SIDES[lane.name], "people": counted_people(lane.total)},
        )
        for lane in strip.lanes
    ]
    return {"sides": sides, "not_drawn": _not_drawn_words(strip)}


def _not_drawn_words(strip: DistributionStrip) -> str:
    if not strip.not_drawn:
        return ""
    words = ngettext("%(count)s other, not shown", "%(count)s others, not shown", strip.not_drawn)
    return words % {"count": strip.not_drawn}


def _distribution_words(strip: DistributionStrip) -> str:
    sentences = []
    for lane in strip.lanes:
        if lane.columns:
            parts = ", ".join(
                _("%(count)s gave %(value)s") % {"count": column.count, "value": column.value}
                for column in lane.columns
            )
        else:
            parts = _("no scores")
        sentences.append(f"{SIDES[lane.name]}: {parts}")
    return ". ".join(filter(None, [*sentences, _not_drawn_words(strip)]))


@register.inclusion_tag("components/ranking_bar.html")
def rank_bar(bar: RankingBar, label: str) -> dict[str, Any]:
    """A score as a bar with its whisker. `bar` comes from `documents.charts.ranking_bar`; `label` says it in
    words.
    """
    return {"bar": bar, "label": label}


@register.inclusion_tag("components/toasts.html")
def toasts(messages: Iterable[Message] | None) -> dict[str, Any]:
    """Django's messages as toasts. The extra tag `undo:/some/path` adds a button that posts to that path."""
    rows = []
    for message in messages or ():
        undo = next((tag[5:] for tag in (message.extra_tags or "").split() if tag.startswith("undo:/")), "")
        # A path that begins with two slashes would lead to another site.
        rows.append(
            {
                "text": message.message,
                "tone": TONES.get(message.level_tag, ""),
                "undo": "" if undo.startswith("//") else undo,
            }
        )
    return {"toasts": rows}


class CaptureNode(template.Node):
    """Renders its content once and keeps it in the context, so that a block may be shown in two places."""

    child_nodelists = ("nodelist",)

    def __init__(self, nodelist: NodeList, name: str) -> None:
        self.nodelist = nodelist
        self.name = name

    def render(self, context: Context) -> SafeString:
        # Escaped already while it was rendered.
        context[self.name] = SafeString(self.nodelist.render(context).strip())
        return SafeString("")


@register.tag
def capture(parser: Parser, token: Token) -> CaptureNode:
    """`{% capture name %}…{% endcapture %}`: keep what is rendered inside as `name`, already escaped."""
    parts = token.split_contents()
    if len(parts) != 2:
        raise template.TemplateSyntaxError("capture takes the name to keep the content under")
    nodelist = parser.parse(("endcapture",))
    parser.delete_first_token()
    return CaptureNode(nodelist, parts[1])


class ExplainNode(template.Node):
    """Node of the tag `explain`."""

    child_nodelists = ("nodelist",)

    def __init__(self, nodelist: NodeList, key: FilterExpression, label: FilterExpression) -> None:
        self.nodelist = nodelist
        self.key = key
        self.label = label

    def render(self, context: Context) -> SafeString:
        inside = SafeString(self.nodelist.render(context).strip())
        if not inside:
            return SafeString("")
        about = {"key": self.key.resolve(context), "label": self.label.resolve(context), "inside": inside}
        return render_to_string("components/explain.html", about)


@register.tag
def explain(parser: Parser, token: Token) -> ExplainNode:
    """`{% explain "key" label %}…{% endexplain %}`: an explanation behind "?". It opens by hover, by keyboard
    and by tap. `key` is unique on the page, `label` names the button. Nothing without an explanation."""
    parts = token.split_contents()
    if len(parts) != 3:
        raise template.TemplateSyntaxError("explain takes a key and a label")
    nodelist = parser.parse(("endexplain",))
    parser.delete_first_token()
    return ExplainNode(nodelist, parser.compile_filter(parts[1]), parser.compile_filter(parts[2]))


@register.simple_tag
def named(name: str) -> SafeString:
    """The method's name for the content of a page, and its meaning: one of the glossary's. It is shown once,
    behind "?" beside the title of the page."""
    entry = term(name)
    return format_html('<span class="named"><b>{}</b>: {}</span>', entry.title, entry.meaning)
