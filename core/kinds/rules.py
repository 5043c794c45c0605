"""Rules that several kinds share. Each raises Invalid with the name of the field."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _, gettext_lazy

from core.clean_text import is_visible
from core.exceptions import Invalid

YEARS = range(2000, 2101)
"""Dates outside these years are typing errors."""

LIMIT_WORDS = {
    "min_value": gettext_lazy("Enter %(limit_value)s or more."),
    "max_value": gettext_lazy("Enter %(limit_value)s or less."),
    "max_length": gettext_lazy("Use at most %(limit_value)s characters: this has %(show_value)s."),
}
"""Sentences that people read instead of those of a validator, by its code."""


def plain_message(error: ValidationError) -> str:
    """The sentences of the error, with those of LIMIT_WORDS for limits."""
    sentences = []
    for each in error.error_list:
        words = LIMIT_WORDS.get(each.code or "")
        sentences += [str(words) % each.params] if words and each.params else each.messages
    return " ".join(sentences)


def rule_in_words(check: models.CheckConstraint) -> str:
    """The message of the check from its model, or for one without a message, that a value is out of range."""
    message = str(check.violation_error_message)
    is_usual = check.violation_error_message == check.default_violation_error_message
    return _("This is out of range.") if is_usual else message


def rule_of(model: type[models.Model], name: str) -> str:
    """The rule of the model's check of that name, in words. Raises StopIteration for an unknown name."""
    checks = (each for each in model._meta.constraints if isinstance(each, models.CheckConstraint))
    return rule_in_words(next(each for each in checks if each.name == name))


def check_visible(text: str, field: str) -> None:
    """Raises Invalid for a text that is there, and has nothing that people can see."""
    if text and not is_visible(text):
        raise Invalid(_("Enter a few words."), field)


def check_length(draft: models.Model, field: str) -> None:
    """Raises Invalid for a text of several lines that is longer than its field takes: no database asks
    that."""
    column, text = draft._meta.get_field(field), getattr(draft, field)
    most = getattr(column, "max_length", None)
    if isinstance(column, models.TextField) and most and len(text or "") > most:
        message = _("Use at most %(most)s characters: this has %(now)s.")
        raise Invalid(message % {"most": most, "now": len(text)}, field)


def check_title(title: str, draft: models.Model, before: models.Model | None) -> None:
    """A new or changed title, in the field `title`, has visible letters. Raises Invalid."""
    text = vars(draft).get(title)  # a foreign key where the artifact takes its name from another row
    if isinstance(text, str) and (before is None or text != vars(before).get(title)):
        check_visible(text, title)


def check_year(day: date | None, field: str) -> None:
    """Raises Invalid for a date outside of YEARS; None passes."""
    if day is not None and day.year not in YEARS:
        raise Invalid(_("Check the year."), field)
