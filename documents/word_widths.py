"""Widths of words in ems of their letters, and the lines that they take."""

import re
from collections.abc import Iterator
from functools import lru_cache

# Widths of letters in Inter, the font of reports, in ems (advances of its regular weight, to 0.04). Other
# letters are as wide as "e"; those that aren't Latin, Greek, Cyrillic, Hebrew or Arabic are 1 em wide.
_LETTERS = {
    0.0: "\u200b",
    0.24: "ijl",
    0.28: " !',.:I·’‘",
    0.32: ";`t|",
    0.36: "()/[\\]fr",
    0.44: "-_{}1",
    0.52: '*?s"^–',
    0.56: "7JLackvxyz",
    0.64: "#$&0469BPRSTZ",
    0.7: "+<=>AKVXY~CDÄ",
    0.76: "GHNOQUÖÜ",
    0.8: "w",
    0.92: "mM…",
    1.0: "@%W—",
}
_EMS = {letter: ems for ems, letters in _LETTERS.items() for letter in letters}
_OTHER, _SQUARE, _FIRST_SQUARE = 0.6, 1.05, 0x0900
# Words of more letters may be broken; so many letters of one stay together.
LONGEST_WORD, _PIECE = 28, 12
_FEW = 4
# From this letter on, words of scripts such as Japanese may be broken anywhere.
FIRST_BROKEN_ANYWHERE = "\u2e80"
_BLANKS = re.compile(r"[ \t\r\n\f]+")  # others keep words together
_ENDS = re.compile(rf"(?<=[-\u200b])|{_BLANKS.pattern}")


@lru_cache(50_000)
def ems(words: str) -> float:
    """Return the width of the words in one line."""
    return sum(
        _EMS[letter] if letter in _EMS else _SQUARE if ord(letter) >= _FIRST_SQUARE else _OTHER
        for letter in " ".join(words.split())
    )


def pieces(words: str) -> list[str]:
    """The words, each as far as it stays in one line."""
    return [_that_stays(word) for word in _ENDS.split(words)]


def widest(words: str) -> float:
    """The width of the widest word, or part of a word, that stays in one line."""
    return max(map(ems, pieces(words)), default=0.0)


def lines(words: str, width: float) -> int:
    """Return the number of lines of the words in this width; a word that is wider takes several."""
    count, in_line = 1, 0.0
    for word in filter(None, _BLANKS.split(words)):
        length = ems(word)
        if in_line and in_line + _EMS[" "] + length > width:
            count, in_line = count + 1, 0.0
        in_line += (_EMS[" "] if in_line else 0.0) + length
        while in_line > width:
            count, in_line = count + 1, in_line - width
    return count


def _that_stays(word: str) -> str:
    """Of a word, what stays in one line: Japanese, for one, may be broken at any letter."""
    if word and max(word) >= FIRST_BROKEN_ANYWHERE:
        return word[:_FEW]
    return word[:_PIECE] if len(word) > LONGEST_WORD else word


def break_lines(words: str, width: float, most: int) -> list[str]:
    """The words in at most `most` lines that are no wider than `width` ems; the last one ends with "…" if it
    isn't all of them."""
    return list(_lines_of(words, width, most))


# A search for the best place asks for the same words and widths many times.
@lru_cache(50_000)
def _lines_of(words: str, width: float, most: int) -> tuple[str, ...]:
    lines: list[str] = []
    for word in _fitting(words, width):
        if lines and ems(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    if len(lines) > most:
        lines[most - 1 :] = [shortened(" ".join(lines[most - 1 :]), width)]
    return tuple(lines) or ("",)


def _fitting(words: str, width: float) -> Iterator[str]:
    """The words, and parts of those that are wider than a line."""
    for word in filter(None, _BLANKS.split(words)):
        rest = word
        while ems(rest) > width and len(rest) > 1:
            end = next((each for each in range(len(rest), 1, -1) if ems(rest[:each]) <= width), 1)
            yield rest[:end]
            rest = rest[end:]
        yield rest


def shortened(words: str, width: float) -> str:
    """The words, cut to `width` ems; a cut ends with "…"."""
    if ems(words) <= width:
        return words
    end = next((each for each in range(len(words), 0, -1) if ems(words[:each] + "…") <= width), 0)
    return words[:end].rstrip() + "…"
