"""The sentence above the signatures of the executive summary: it states what is signed, with a box to tick
for each option."""

from collections.abc import Sequence

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _, ngettext

from discovery.headlines import Ask, brief
from documents.localized_numbers import number

# So many use cases to choose from have a box each, with names of so many letters. Of more, those that are
# chosen are written on a line.
MOST_BOXES, _LONGEST = 4, 40


def agreement() -> SafeString:
    """The sentence where nothing is asked for."""
    return _with_values(_("We agree with this summary."))


def of_goals(goals: int) -> SafeString:
    """The sentence while there are goals and no use case."""
    words = ngettext("We confirm the goal.", "We confirm the %(goals)s goals.", goals)
    return _with_values(words, goals=goals)


def approval(facts: Ask, *, options: Sequence[str] = (), candidates: Sequence[str] = ()) -> SafeString:
    """The sentence for a decision. `options` are the letters of the choices, two or none; `candidates` are
    the names of use cases while there is no shortlist."""
    if facts.names:
        either = _either(*options) if options else ""
        return _of_weeks(facts, either) if _has_weeks(facts) else _of_use_cases(facts, either)
    if facts.candidates:
        return _of_candidates(candidates)
    if facts.recommendations:
        count = facts.recommendations
        words = ngettext("We approve the recommendation.", "We approve the %(count)s recommendations.", count)
        return _with_values(words, count=count)
    return agreement()


def _has_weeks(facts: Ask) -> bool:
    return bool(facts.weeks) and not facts.is_there


def _of_weeks(facts: Ask, either: str) -> SafeString:
    weeks = facts.total if facts.gap_weeks else number(facts.weeks)
    amount = 1 if weeks == "1" else 2
    if facts.is_least and either:
        words = ngettext(
            "We approve at least %(weeks)s person-week and option %(either)s.",
            "We approve at least %(weeks)s person-weeks and option %(either)s.",
            amount,
        )
    elif facts.is_least:
        words = ngettext(
            "We approve at least %(weeks)s person-week.",
            "We approve at least %(weeks)s person-weeks.",
            amount,
        )
    elif either:
        words = ngettext(
            "We approve %(weeks)s person-week and option %(either)s.",
            "We approve %(weeks)s person-weeks and option %(either)s.",
            amount,
        )
    else:
        words = ngettext("We approve %(weeks)s person-week.", "We approve %(weeks)s person-weeks.", amount)
    return _with_values(words, weeks=weeks, either=either)


def _of_use_cases(facts: Ask, either: str) -> SafeString:
    """The sentence without an effort: nothing is estimated, or all is live."""
    count = len(facts.names)
    if either:
        words = ngettext(
            "We approve the shortlisted use case and option %(either)s.",
            "We approve the %(count)s shortlisted use cases and option %(either)s.",
            count,
        )
    else:
        words = ngettext(
            "We approve the shortlisted use case.", "We approve the %(count)s shortlisted use cases.", count
        )
    return _with_values(words, count=count, either=either)


def _of_candidates(candidates: Sequence[str]) -> SafeString:
    if len(candidates) > MOST_BOXES:
        line = SafeString('<span class="signed-line"></span>')
        return _with_values(_("We pursue these use cases: %(names)s"), names=line)
    boxes = format_html_join(" ", "{}", ((_box(brief(each, _LONGEST)),) for each in candidates))
    words = ngettext(
        "We pursue this use case if it is ticked: %(names)s",
        "We pursue the use cases that are ticked: %(names)s",
        len(candidates),
    )
    return _with_values(words, names=boxes)


def _either(first: str, second: str) -> SafeString:
    return _with_values(_("%(first)s or %(second)s"), first=_box(first), second=_box(second))


def _box(words: str) -> SafeString:
    return format_html('<span class="tick-box">{}</span>', words)


def _with_values(words: str, **values: str | int) -> SafeString:
    """The sentence of the catalog with these values, which are escaped."""
    texts = {name: value if isinstance(value, str) else str(value) for name, value in values.items()}
    sentence = words % {name: conditional_escape(text) for name, text in texts.items()}
    return mark_safe(sentence)  # noqa: S308  each value is escaped
