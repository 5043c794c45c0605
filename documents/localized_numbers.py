"""Spells numbers of pure modules and labels of choices in the reader's language."""

from decimal import Decimal

from django.utils.formats import get_format
from django.utils.translation import gettext as _

from documents import rounded_numbers

NO_BREAK_SPACE = "\u00a0"


def number(text: str) -> str:
    """A number as pure modules write it (rounded_numbers.py), "1,234.5", with the signs of the language:
    "1.234,5" in German; "<0.1" and ">99.9" in words; and a minus as wide as the plus, "−0.4", where people
    read it. Cells and files that programs read keep the hyphen-minus: they do not come here."""
    if text.startswith("<"):
        return _("under %(number)s") % {"number": number(text[1:])}
    if text.startswith(">"):
        return _("over %(number)s") % {"number": number(text[1:])}
    signs = {
        ",": get_format("THOUSAND_SEPARATOR"),
        ".": get_format("DECIMAL_SEPARATOR"),
        "-": "\N{MINUS SIGN}",
    }
    return "".join(str(signs.get(each, each)) for each in text)


def percentage(text: str) -> str:
    """A percentage of which a pure module wrote the number: "40%", in German with a blank before the sign."""
    return _("%(share)s%%") % {"share": number(text)}


def in_unit(value: Decimal, unit: str) -> str:
    """The number with its unit, never broken between the two lines of a column: "31%", "24 min"."""
    digits = rounded_numbers.as_typed(value)
    if unit == "%":
        return percentage(digits)
    return f"{number(digits)}{NO_BREAK_SPACE}{unit}" if unit else number(digits)


def within(label: str) -> str:
    """A label in the middle of a sentence: "in delivery". Only its first letter changes, since the nouns of
    other languages keep their capitals: "im Bau"."""
    return label[:1].lower() + label[1:]
