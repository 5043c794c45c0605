"""Plain values as YAML that says the same to every reader, in the order in which they are given.

Texts that a reader of YAML 1.1 or 1.2 may take for something else are quoted; what no screen shows, and what
turns the writing direction round, is escaped.
"""

import re
import unicodedata
from decimal import Decimal
from typing import Any

import yaml

# Numbers, dates, booleans, signs: what begins like one of them is quoted, whichever version reads it.
_LOOKS_LIKE_MORE = re.compile(r"[0-9+\-.=~]|(?:y|n|yes|no|on|off|true|false|null)\Z", re.IGNORECASE)
# The format characters of the Basic Multilingual Plane, such as a change of direction; the joiners of scripts
# and emoji are not.
_CONTROLS = "".join(
    character
    for character in map(chr, range(0x10000))
    if unicodedata.category(character) == "Cf" and character not in "\u200c\u200d"
)
_CONTROL = re.compile(f"[{_CONTROLS}]")
# Beside them, line ends that only some readers take for such.
_NOT_SHOWN = re.compile(f"[{_CONTROLS}\x85\u2028\u2029]")


def to_yaml(document: Any) -> str:
    """`document` holds dictionaries, lists, texts, numbers, booleans, days, moments and None; anything else
    raises yaml.representer.RepresenterError."""
    text = yaml.dump(document, Dumper=_Writer, allow_unicode=True, sort_keys=False, width=100)
    # The writer has put every text with such a character into double quotes, where this is an escape.
    return _CONTROL.sub(lambda control: f"\\u{ord(control[0]):04X}", text)


class _Writer(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        """Write repeated values out, so that a reader does not have to follow references."""
        return True


def _text(writer: _Writer, value: str) -> yaml.ScalarNode:
    style = None
    if _NOT_SHOWN.search(value):
        style = '"'
    elif "\n" in value:
        style = "|"
    elif _LOOKS_LIKE_MORE.match(value):
        style = "'"
    return writer.represent_scalar("tag:yaml.org,2002:str", value, style=style)


def _number(writer: _Writer, value: Decimal) -> yaml.ScalarNode:
    return writer.represent_scalar("tag:yaml.org,2002:float", f"{value:f}")


_Writer.add_representer(str, _text)
_Writer.add_representer(Decimal, _number)
