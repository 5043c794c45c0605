"""The linter of wording finds what docs/writing.md advises against, and leaves what it advises."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.words.__main__ import UNUSED, check, faults_in, sources_of
from tests.words.exceptions import ALLOWED, Allowed
from tests.words.rules import RULES, Rule
from tests.words.texts import ROOT, Of, Text, files, of_markdown, of_python, of_template, shown


def text_of(rule: Rule, written: str) -> Text:
    """The text, as a place of the first sort that the rule is about has it."""
    of = next(each for each in Of if each in rule.of)
    is_heading = written.startswith("# ")
    raw = written.removeprefix("# ")
    return Text("README.md", 1, shown(raw) if of is Of.INTERFACE else raw, of, is_heading, raw)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_finds_its_example_and_leaves_the_good_text(rule: Rule) -> None:
    assert [*rule.faults(text_of(rule, rule.example))]
    assert not [each.name for each in RULES if [*each.faults(text_of(rule, rule.good))]]


def test_each_rule_is_found_where_it_is_written() -> None:
    """In a template, in code, in content that ships, and in a document: with the line."""
    sources = {
        "templates/lvt/new.html": '<h1>\n{% translate "Nobody is here" %}</h1>',
        "lvt/new.py": "from django.utils.translation import gettext as _\n\nX = _(\n    'Mend first')",
        "lvt/mail.py": "Query('', summary='What came out')",
        "workshops/agendas/99_new.json": '{"name": "Talk",\n "activities": [{"title": "Who is who"}]}',
        "lvt/tables/new.csv": "name,question\nA,Fine\nB,Can anybody use it?",
        "exchange/demo_texts/99-new.yaml": "goals:\n- title: Sell more\n  owner: Nobody",
        "docs/new.md": "# New\n\nA first line\nof the table says who.\n\n```\nnobody\n```\n\n`nobody`",
        "CHANGELOG.md": "# Changelog\n\n## 2\n\nMend it.\n\n## 1\n\nMend it.",
        "docs/adr/0001-new.md": "Nobody.",
        "tests/new.py": "_('Nobody')",
    }
    faults = check(sources, allowed=(), not_yet=())
    assert [(each.file, each.line, each.rule) for each in faults] == [
        ("CHANGELOG.md", 5, "fix"),
        ("docs/new.md", 4, "things-show"),
        ("exchange/demo_texts/99-new.yaml", 3, "people"),
        ("lvt/mail.py", 1, "clause-as-heading"),
        ("lvt/new.py", 4, "fix"),
        ("lvt/tables/new.csv", 3, "people"),
        ("templates/lvt/new.html", 2, "people"),
        ("workshops/agendas/99_new.json", 2, "clause-as-heading"),
    ]
    assert str(faults[0]) == "CHANGELOG.md:5: fix: Mend it."


def test_texts_are_read_as_people_see_them() -> None:
    template = (
        "{% blocktranslate trimmed count count=n with a=b|c:'%' %}{{ count }} goal\n of <b>{{ a }}</b>"
        "{% plural %}{{ count }} goals{% endblocktranslate %}{% icon 'x' label=_('Close') %}"
        "{% trans 'Old' %}"
    )
    texts = [re.sub("X+", "X", each.text) for each in of_template("a.html", template)]
    assert texts == ["X goal of X", "X goals", "Close", "Old"]
    code = "pgettext('context', 'One')\nnpgettext('context', 'One', 'Many', 2)\n_('%(a)s of 5 %%')\n'loose'"
    code += "\nclass Command:\n    help = 'Helps'\n@API.get('/x')\ndef x():\n    '''Answers.'''"
    read = [(each.text, each.of.name) for each in of_python("a.py", f"# gettext\n{code}")]
    assert sorted(text for text, of in read if of == "INTERFACE") == ["Many", "One", "One", "X of 5 %"]
    assert sorted(text for text, of in read if of == "PROGRAM") == ["Answers.", "Helps"]
    document = "A [link to\nit](https://x.org/nobody) and <https://x.org>.\n\n"
    document += "| what | who |\n| --- | --- |\n| a | b |\n"
    words = [(" ".join(each.text.split()), each.is_heading) for each in of_markdown("a.md", document)]
    assert words[0][0].startswith("A link to it and X")
    assert words[1:] == [("what", True), ("who", True), ("a", False), ("b", False)]


def test_the_rules_of_writing_may_name_what_they_advise_against() -> None:
    source = "Write *no one*, not *nobody*: “Nobody is here”.\n\n| before |\n| --- |\n| Mend |\n"
    assert not [*faults_in("docs/writing.md", source)]
    assert [*faults_in("docs/writing.md", source.replace("*nobody*", "nobody"))]


def test_an_exception_is_for_one_text_and_must_be_needed() -> None:
    sources = {"lvt/new.py": "# gettext\n_('Nobody')\n_('Nobody else')"}
    both = check(sources, allowed=(), not_yet=())
    assert [each.line for each in both] == [2, 3]
    assert check(sources, [Allowed("lvt/*.py", "Nobody else", "why")], ()) == both[:1]
    assert check(sources, (), ["lvt/*"]) == []
    unneeded = check({"lvt/new.py": ""}, [Allowed("lvt/new.py", "Nobody", "why")], ["lvt/*"])
    assert {(each.file, each.rule) for each in unneeded} == {("lvt/new.py", UNUSED), ("lvt/*", UNUSED)}


def test_every_exception_has_its_reason() -> None:
    assert all(len(each.reason.split()) > 3 for each in ALLOWED)
    assert len(ALLOWED) <= 20


def test_the_tree_is_clean() -> None:
    assert [*map(str, check(sources_of(files())))] == []


def test_a_fault_in_a_new_text_ends_with_1(tmp_path: Path) -> None:
    """As a person meets it: a file that git doesn't know yet is read, too."""
    new = ROOT / "docs" / f"{tmp_path.name}.md"
    try:
        new.write_text("# New\n\nNobody can read this.\n")
        done = subprocess.run(["bin/words", f"docs/{new.name}"], cwd=ROOT, capture_output=True, text=True)
        known = f"docs/{new.name}" in files()
    finally:
        new.unlink()
    assert known
    assert (done.returncode, done.stdout) == (1, f"docs/{new.name}:3: people: Nobody can read this.\n")


def test_linting_includes_it() -> None:
    assert "bin/words" in (ROOT / "bin/lint").read_text()
    assert "bin/words" in (ROOT / "bin/check").read_text()
