"""Checks the wording of everything people read: `bin/words`, or of some files: `bin/words README.md`.

Prints each fault as file:line: rule: text, and ends with 1 if there is one. `--rules` lists the rules.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from tests.words.exceptions import ALLOWED, NOT_YET, Allowed
from tests.words.rules import RULES
from tests.words.texts import ROOT, files, reader_of, texts_of

UNUSED = "unused-exception"
_EXCERPT = 100


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """A place where a text breaks a rule."""

    file: str
    line: int
    rule: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.rule}: {self.text}"


def faults_in(file: str, source: str) -> Iterator[tuple[Fault, str]]:
    """The faults of a file, each with the whole text that has it."""
    for text in texts_of(file, source):
        whole = " ".join(text.raw.split())
        for rule in RULES:
            for position in rule.faults(text):
                start = max(position - 20, 0) if len(text.text) > _EXCERPT else 0
                # A long message isn't as it was written: X is in the place of what is put in.
                written = text.raw if not start or len(text.raw) == len(text.text) else text.text
                excerpt = " ".join(written[start : start + _EXCERPT].split())
                yield Fault(file, text.line_at(position), rule.name, excerpt), whole


def check(
    sources: dict[str, str],
    allowed: Collection[Allowed] = ALLOWED,
    not_yet: Collection[str] = NOT_YET,
) -> list[Fault]:
    """The faults of these files that no exception allows, and the exceptions in them that allow nothing."""
    faults: list[Fault] = []
    unused = {each for each in allowed if any(fnmatchcase(file, each.file) for file in sources)}
    waiting = {each for each in not_yet if any(fnmatchcase(file, each) for file in sources)}
    for file, source in sources.items():
        for fault, whole in faults_in(file, source):
            by = [each for each in allowed if fnmatchcase(file, each.file) and each.text in whole]
            later = [each for each in not_yet if fnmatchcase(file, each)]
            unused -= {*by}
            waiting -= {*later}
            if not by and not later:
                faults.append(fault)
    faults += [Fault(each.file, 1, UNUSED, each.text) for each in unused]
    faults += [Fault(each, 1, UNUSED, "no fault is left") for each in waiting]
    return sorted(faults)


def sources_of(names: Collection[str]) -> dict[str, str]:
    """What those of the files hold whose texts are read."""
    return {name: (ROOT / name).read_text() for name in names if reader_of(name)}


def main(arguments: list[str]) -> int:
    """Print the faults, or the rules; answer the status to end with."""
    if "--rules" in arguments:
        for rule in RULES:
            print(f"{rule.name}: {rule.reason}\n    not:  {rule.example}\n    but:  {rule.good}")
        return 0
    faults = check(sources_of(arguments or files()), not_yet=() if arguments else NOT_YET)
    if arguments:
        faults = [fault for fault in faults if fault.rule != UNUSED]
    print(*faults, sep="\n", end="\n" if faults else "")
    if faults:
        print(f"{len(faults)} faults. Rules: docs/writing.md and bin/words --rules.", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
