"""Parts of a group's answer that a template can take over. Pure: text in, texts out."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# As long as a name may be, and as many as one answer fills in at once.
LONGEST = 120
MOST = 20

_SEPARATORS = re.compile(r"[;,]+|(?<!\s)\s+(?:and|&)\s+(?=[A-Z])")
_BULLET = re.compile(r"^\s*(?:[-*•–—·]+|\(?\d{1,2}[.)])\s*")
_WORDS = re.compile(r"[a-z]+")
_SENTENCES = re.compile(r"[.!?:]\s+\S")

# A name has at most this many words: a line with a longer part is prose, and is not split at its commas.
_WORDS_OF_A_NAME = 5

# Words that sentences have and names do not: "Marketing uses it, too" lists nothing.
# fmt: off
_TELLING = frozenset({
    "it", "its", "is", "are", "was", "be", "we", "they", "them", "i", "you", "he", "she", "who",
    "which", "that", "when", "while", "because", "if", "so", "would", "could", "should", "can",
    "will", "may", "must", "use", "uses", "used", "using", "need", "needs", "want", "wants", "look",
    "looks", "get", "gets", "see", "sees", "has", "have", "also", "too", "not",
})
# fmt: on


# The words by which people name a kind of output port.
_KINDS: dict[str, frozenset[str]] = {
    "api": frozenset({"api", "apis", "rest", "graphql", "endpoint", "endpoints"}),
    "table": frozenset({"table", "tables", "sql", "view", "views", "query", "queries", "warehouse"}),
    "file": frozenset({"file", "files", "csv", "excel", "export", "exports", "download", "downloads"}),
    "stream": frozenset({"stream", "streams", "streaming", "event", "events", "kafka", "topic", "topics"}),
    "dashboard": frozenset({"dashboard", "dashboards", "cockpit", "cockpits"}),
    "report": frozenset({"report", "reports", "pdf", "mail", "newsletter"}),
    "virtual": frozenset({"virtual", "federated", "virtualization"}),
}


@dataclass(frozen=True, slots=True)
class AnswerItem:
    """Something that an answer names. `is_prose` means that it is a whole line of prose, which may be no name
    at all."""

    name: str
    is_prose: bool = False


def items(text: str) -> list[AnswerItem]:
    """The items of an answer, each once and in their order: one per line. A line that lists short names is
    taken apart at commas, semicolons and "and"; one that reads like a sentence stays whole."""
    items: dict[str, AnswerItem] = {}
    for line, pieces, is_prose in _lines(text):
        for name in [_name(line)] if is_prose else pieces:
            if 1 < len(name) <= LONGEST:
                items.setdefault(name.casefold(), AnswerItem(name[0].upper() + name[1:], is_prose))
    return list(items.values())[:MOST]


def mentioned(text: str, names: Iterable[str]) -> list[str]:
    """Those of the `names` that the prose of an answer mentions, as whole words, in its order."""
    prose = " ".join(
        " ".join(line.casefold().split()) for line, _pieces, is_prose in _lines(text) if is_prose
    )
    places = {
        name: hit.start()
        for name in names
        if (hit := re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", prose))
    }
    return sorted(places, key=places.__getitem__)[:MOST]


def _lines(text: str) -> Iterator[tuple[str, list[str], bool]]:
    """Each line without its bullet, its pieces, and whether it reads like a sentence."""
    for line in text.splitlines():
        bare = _BULLET.sub("", line)
        pieces = [piece for raw in _SEPARATORS.split(bare) if (piece := _name(raw))]
        yield bare, pieces, bool(_SENTENCES.search(bare)) or any(map(_is_telling, pieces))


def _name(raw: str) -> str:
    bare = " ".join(_BULLET.sub("", raw).split()).strip(" .:;,")
    return re.sub(r"^and\s+", "", bare)


def _is_telling(piece: str) -> bool:
    words = piece.casefold().split()
    return len(words) > _WORDS_OF_A_NAME or not _TELLING.isdisjoint(words)


def port_kinds(text: str) -> list[str]:
    """The kinds of output port that the answer mentions, in the order of the kinds."""
    words = set(_WORDS.findall(text.casefold()))
    return [kind for kind, words_of_kind in _KINDS.items() if words & words_of_kind]


def sentence(text: str, longest: int) -> str:
    """The answer as one paragraph of at most `longest` characters, cut at a word."""
    whole = " ".join(text.split())
    if len(whole) <= longest:
        return whole
    return whole[: longest - 1].rsplit(" ", 1)[0].rstrip() + "…"
