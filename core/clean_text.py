"""Text that people typed, made safe to keep: what no keyboard means to send is dropped, nothing else is
touched."""

import re
import unicodedata
from uuid import UUID

# Overrides, embeddings and isolates that are left open change the direction of the text that follows.
_DIRECTION_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_KEPT = frozenset("\n\t")
# The part of an e-mail address after the name. It begins at the sign, so that a long word costs one look.
_HOST_OF_ADDRESS = re.compile(
    r"(?<=[\w.+-])(?:@|&#0*64;|&#[xX]0*40;|&commat;)(?:[\w-]+\.)+[^\W\d_]{2,}", re.UNICODE
)

# What a program would begin a formula with behind a sign that parts cells or rows. What begins with plus or
# minus is a list of a text as well, unless it calls a function, another file or a program.
_BEGINS = r"[=@＝＠]|[+\-＋－][^;\r\n]*[(|!]"
_FORMULA_WITHIN = re.compile(rf"""([;\t\r\n](?:[^\S\t\r\n]|")*)(?={_BEGINS})""")
_GUARDED_WITHIN = re.compile(rf"""([;\t\r\n](?:[^\S\t\r\n]|")*)'(?={_BEGINS})""")


def clean_text(text: str) -> str:
    """`text` with line ends as \\n, without control characters (tab and line end stay) and without characters
    that change the writing direction. Right-to-left scripts, their marks and emoji are kept."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        character
        for character in text
        if character in _KEPT
        or (unicodedata.category(character) not in ("Cc", "Cs") and character not in _DIRECTION_CONTROLS)
    )


def is_visible(text: str) -> bool:
    """True if there is anything to see: a letter, a digit, a sign, an emoji; not only spaces and joiners."""
    return any(unicodedata.category(character)[0] in "LNPS" for character in text)


def in_one_line(text: str, most: int = 90) -> str:
    """The text on one line of at most `most` characters: a statement may be long, and where it is one of many
    a list must stay readable."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def in_whole_words(text: str, most: int) -> str:
    """The text in at most `most` characters, cut behind a word; a long word is cut itself."""
    if len(text) <= most:
        return text
    words, _space, part = text[:most].rpartition(" ")
    return f"{words.rstrip(' ,') or part[: most - 1]}…"


def title_and_rest(text: str, most: int) -> tuple[str, str]:
    """The text as a title of at most `most` characters; and all of the text where that is cut, else ""."""
    title = in_one_line(text, most)
    return title, "" if len(" ".join(text.split())) <= most else text


def without_addresses(page: str) -> str:
    """The page for strangers: of an e-mail address, in whichever text it stands, only the name is left."""
    return _HOST_OF_ADDRESS.sub("@…", page)


def spreadsheet_text(text: str) -> str:
    """`text` as a cell of a CSV file that no spreadsheet takes for a formula: what could be one begins with
    an apostrophe, which spreadsheets show as text."""
    # Some spreadsheets take the wide forms of the signs for the signs.
    first = unicodedata.normalize("NFKC", text.lstrip()[:1])
    if first in tuple("=+-@") or text[:1] in tuple("\t\r\n"):
        return f"'{text}"
    return text


def is_uuid(text: str) -> bool:
    """True if the text is a UUID."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def csv_cell(text: str) -> str:
    """As `spreadsheet_text`, also for programs that part the cells of a file with commas at its semicolons,
    as Excel does where the comma is the decimal sign, and that begin a row within such a text."""
    return _FORMULA_WITHIN.sub(r"\1'", spreadsheet_text(text))


def out_of_csv_cell(cell: str) -> str:
    """The text that `csv_cell` made the cell of; the cell itself where it made none."""
    plain = _GUARDED_WITHIN.sub(r"\1", cell.removeprefix("'"))
    return plain if csv_cell(plain) == cell else cell


def is_link(text: str) -> bool:
    """True if a browser may follow `text` from a page of ours: an address on the web, or a page here, which
    begins with one slash."""
    if any(character.isspace() or unicodedata.category(character)[0] == "C" for character in text):
        return False
    if text.startswith("/"):
        return text[1:2] not in ("/", "\\")
    scheme, separator, rest = text.partition("://")
    return bool(separator) and scheme.lower() in ("http", "https") and rest[:1] not in ("", "/", "\\")
