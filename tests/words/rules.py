"""The rules of docs/writing.md that a program can check, each with its reason, a fault and a good text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.words.texts import Of, Text

EVERYWHERE = frozenset(Of)
INTERFACE = frozenset({Of.INTERFACE})
Finder = Callable[[Text], Iterator[int]]


@dataclass(frozen=True, slots=True)
class Rule:
    """What it finds in a text: the position of each fault."""

    name: str
    reason: str
    example: str
    good: str
    find: Finder
    of: frozenset[Of] = EVERYWHERE

    def faults(self, text: Text) -> Iterator[int]:
        """Where the text breaks the rule, if the rule is about such texts."""
        if text.of in self.of:
            yield from self.find(text)


def words(pattern: str, flags: int = re.IGNORECASE) -> Finder:
    """Finds the pattern in what is read. A blank in it may be the end of a line."""
    looked_for = re.compile(pattern.replace(" ", r"\s+"), flags)
    return lambda text: (match.start() for match in looked_for.finditer(text.text))


def raw(pattern: str) -> Finder:
    """Finds the pattern in what is written, placeholders included."""
    looked_for = re.compile(pattern)
    return lambda text: iter([0] if looked_for.search(text.raw) else [])


# --- Headings and labels --------------------------------------------------------------------------

_CLAUSE = re.compile(r"(?:what|whether|who|where|how|which)\b(?![^?]*\?)", re.IGNORECASE)


def clause_as_heading(text: Text) -> Iterator[int]:
    """A heading, or a text of the interface that is one by its length."""
    is_label = text.of in {Of.INTERFACE, Of.PROGRAM} and (
        len(text.text) < 77 or not re.search(r"[.!:]", text.text)
    )
    if (text.is_heading or is_label) and _CLAUSE.match(text.text):
        yield 0


# Names of methods, standards, products and places, which are written with capitals.
_NAMES = re.compile(
    r"\b(?:Data Mesh(?: Manager)?|Domain Ownership|Lean Value Tree|Data Contracts?|Data Products?(?= S)"
    r"|Open ?Data (?:Product|Contract) (?:Standard|Specification)|Open (?:Data )?Product \w+"
    r"|Entra ID|Google \w+"
    r"|Patient Journey Partners?|Health Care Professionals?|Semantic Versioning|Keep a Changelog"
    r"|Headwaters|JavaScript|PostgreSQL|SQLite|Redis|Docker|Keycloak|Microsoft|Django|Linux|Kubernetes"
    r"|Backstage|Open ?Metadata|Data ?Hub|Jira|Miro|Mermaid|Markdown|Graphviz|Excel|PowerPoint|English|German"
    r"|French|Spanish|January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|X\w*)\b"
)


def title_case(text: Text) -> Iterator[int]:
    """Capitals within a heading, or within a short text of the interface."""
    is_label = text.of is Of.INTERFACE and not re.search(r"[.!?…]$", text.text)
    # Content has names of people in the places of headings.
    written = _NAMES.sub(lambda name: name[0].lower(), text.text)
    tokens = re.findall(r"[\w’'-]+", written)
    if (
        text.of is Of.CONTENT
        or not (text.is_heading or is_label)
        or not 2 <= len(tokens) <= 8
        or re.search(r"[.:?!/“\"]", written)
    ):
        return
    others = [each for each in tokens[1:] if len(each) > 3]
    if others and all(re.fullmatch(r"[A-Z][a-z].*", each) for each in others):
        yield 0


def heading_stop(text: Text) -> Iterator[int]:
    if text.is_heading and text.of is Of.DOCUMENT and re.search(r"(?<!\betc)[.:]$", text.text):
        yield len(text.text) - 1


# --- Sentences ------------------------------------------------------------------------------------

MOST = {Of.INTERFACE: 22, Of.PROGRAM: 25, Of.CONTENT: 25, Of.DOCUMENT: 25}
_CODE = re.compile(r"\W*X+\W*")


def long_sentence(text: Text) -> Iterator[int]:
    """A colon or semicolon ends a sentence too, but is counted as one."""
    position = 0
    for sentence in re.split(r"(?<=[.!?;:])(?=[\s”\"’)])", text.text):
        tokens = re.findall(r"\S*\w\S*", sentence)
        # A document may list names of code, which are no sentence.
        if sum(text.of is not Of.DOCUMENT or not _CODE.fullmatch(each) for each in tokens) > MOST[text.of]:
            yield position + len(sentence) - len(sentence.lstrip())
        position += len(sentence)


_IS_NO = re.compile(
    r"(there\s+)?\b(?:is|are|was|were)\s+(?:no\s+(?!longer|more\b|one\b)\w|none\s+of\b)|\bno\s+such\b"
    r"|\bnothing\s+of\b",
    re.IGNORECASE,
)


def is_no(text: Text) -> Iterator[int]:
    """“There is no” is plain English, but the interface has a shorter way."""
    for match in _IS_NO.finditer(text.text):
        if not match[1] or text.of is Of.INTERFACE:
            yield match.start()


BRITISH = (
    r"(?:organ|priorit|visual|summar|recogn|categor|custom|minim|maxim|standard|synchron|initial|normal"
    r"|author|final|optim|real|general|special|central|emphas|apolog|util|harmon)is(?:e|ed|es|er|ing|ations?)\b"
    r"|analys(?:e|ed|ing)\b|behaviour|favour|colour|honour|neighbour|labour\b|catalogue|judgement|artefact|defence"
    r"|programmes?\b|\bcentred?\b|licence|whilst|amongst|modell(?:ed|ing)|travell"
    r"|fulfil\b|enrol\b|\bgrey\b|learnt|spelt|sceptical"
)
_THINGS = (
    r"(?:page|file|report|list|sheet|link|map|table|message|database|server|program|setting|document|test|rule"
    r"|field|log|backup|screen|column|line|version|form|button|kind|model|key|code|command|product|module|tool"
    r"|catalog)s?"
)

RULES: tuple[Rule, ...] = (
    Rule(
        "clause-as-heading",
        "a heading or label is a noun or a short verb phrase, or a question with a question mark",
        "What came out",
        "Results",
        clause_as_heading,
    ),
    Rule(
        "title-case",
        "headings, labels and buttons are in sentence case",
        "Data Products",
        "Data products",
        title_case,
    ),
    Rule(
        "heading-stop",
        "headings don't end with a full stop or a colon",
        "# Results.",
        "# Results",
        heading_stop,
        frozenset({Of.DOCUMENT}),
    ),
    Rule(
        "long-sentence",
        f"a sentence has at most {MOST[Of.DOCUMENT]} words, in the interface {MOST[Of.INTERFACE]}",
        "Choose a goal, and then choose each of the data products that are needed for it, and in the end the"
        " people who will work on them and who own them.",
        "Choose a goal and its data products. Then choose the people who will work on them.",
        long_sentence,
    ),
    Rule(
        "people",
        "people are no one, someone, everyone, anyone",
        "Nobody owns 2 data products",
        "2 data products have no owner",
        words(r"\b(?:no|any|every|some)body(?:’s|'s)?\b"),
    ),
    Rule(
        "is-no",
        "not is plainer: isn't a, isn't one of, not found",
        "“x” is none of the options.",
        "“x” isn’t one of the options.",
        is_no,
    ),
    Rule(
        "linked",
        "things are linked to each other, or aren't linked",
        "2 use cases hang on no hypothesis",
        "2 use cases aren’t linked to a hypothesis",
        words(r"\b(?:hangs? (?:on|it on|below|nowhere)|hung on|hanging on|loose ends?)\b"),
    ),
    Rule(
        "listed",
        "things are listed, shown or saved; they don't stand or lie",
        "“x” stands in the list twice.",
        "“x” is listed twice.",
        words(r"\b(?:stands?|stood|lies|lay)\b(?! (?:out|up|for)\b|-)"),
    ),
    Rule(
        "things-show",
        "things show, contain and need; they don't say, know or want",
        "The page says who owns it.",
        "The page shows its owner.",
        words(rf"\b{_THINGS} (?:says?|said|knows?|knew|wants?|wanted)\b"),
    ),
    Rule(
        "fix",
        "fix is the usual verb",
        "Mend the errors first",
        "Fix errors first",
        words(r"\bmend(?:s|ed|ing)?\b"),
    ),
    Rule(
        "enter",
        "name the step: add, choose, enter, assign",
        "Say who works on it",
        "Assign people",
        words(r"^(?:say|tell)\b|\bsay (?:who|what|how|why|where|when|for|whether)\b"),
    ),
    Rule(
        "plain-verbs",
        "add, import, undo, remove and reassign are the usual verbs",
        "Bring it in from a file",
        "Import from a file",
        words(
            r"\b(?:takes?|taken|took|taking) (?:it |them |this |that )?(?:in|back|over|apart|off)\b"
            r"|\b(?:brings?|brought|bringing) (?:\w+ )?in\b(?! line)|\b(?:deals?|dealt|dealing) out\b"
            r"|\bput (?:it|them) (?:to|into|off)\b"
        ),
    ),
    Rule(
        "anyone-who",
        "name who or what is meant",
        "Whoever has the link can read it, so many as they are.",
        "Anyone with the link can read it.",
        words(r"\b(?:whoever|whatever|whichever|however (?:many|few)|so many)\b"),
    ),
    Rule(
        "bookish",
        "not, again, until then and for ever are spoken language",
        "The scores are computed anew.",
        "The scores are calculated again.",
        words(
            r"\b(?:you neither|anew|meanwhile|for good|all the same|no more than that|at all times"
            r"|in question|thereby|whereof|wherein|herein|hereby|whence|hence|upon|thus)\b"
        ),
    ),
    Rule(
        "entered",
        "name who does what: you enter, people decide",
        "This has to be said.",
        "Required",
        words(r"\b(?:has|have|had|is|was|be|been) (?:yet )?said\b|\bto be said\b"),
    ),
    Rule(
        "pictures",
        "name what happens",
        "The red thread goes dark.",
        "The link to the goal is lost.",
        words(r"\bgoes? dark\b|\bred threads?\b"),
    ),
    Rule(
        "no-apology",
        "an error names the thing and the next step; it doesn't blame or apologize",
        "Sorry, this was an illegal date.",
        "“x” isn’t a date. Use 2026-01-31.",
        words(r"\b(?:sorry|oops|unfortunately|illegal|you forgot|your fault)\b"),
    ),
    Rule(
        "one-name",
        "one name for one thing: hypothesis, source, data product, body, action",
        "Each bet needs a dataset of a producer.",
        "Each hypothesis needs a data product with a source.",
        words(
            r"\b(?:bets?|producers?|datasets?|origin systems?|governing bod(?:y|ies)|to-?dos?"
            r"|maps? of the (?:data )?products?|tech stream)\b|(?<!level\s)\bobjectives\b"
        ),
    ),
    Rule(
        "american",
        "spelling is American",
        "The colours of this organisation",
        "The colors of this organization",
        words(rf"{BRITISH}|(?:cancell|labell)(?:ed|ing)\b|\bper cent\b"),
    ),
    Rule(
        "email",
        "email is written without a hyphen",
        "Send an e-mail",
        "Send an email",
        words(r"\be-mails?\b"),
    ),
    Rule(
        "percent",
        "percent has no blank before it",
        "40 % of the people",
        "40% of the people",
        words(r"[\dX] %(?!\w)", 0),
    ),
    Rule(
        "date",
        "a date is written 2026-01-31",
        "Due on 31.01.2026",
        "Due on 2026-01-31",
        words(r"\b\d{1,2}([./])\d{1,2}\1(?:\d\d){1,2}\b"),
    ),
    Rule(
        "apostrophe",
        "apostrophes in the interface are curly",
        "It isn't saved.",
        "It isn’t saved.",
        words(r"\w'\w|s'(?=\s)"),
        INTERFACE,
    ),
    Rule(
        "glued",
        "a text is a whole sentence, so that it can be translated",
        "%(What)s %(are)s added",
        "Goal added",
        raw(
            r"^%\([A-Z]\w*\)s|\b(?:[Tt]he|[Aa]n?) %\(what\)s|%\((?:is|are|has|have|was|were|verb|s|plural)\)s"
        ),
        INTERFACE,
    ),
    Rule(
        "unnamed",
        "several placeholders have names, because their order differs by language",
        "%s of %s",
        "%(done)s of %(count)s",
        raw(r"%s.*%s|\{\}.*\{\}"),
        INTERFACE,
    ),
)
