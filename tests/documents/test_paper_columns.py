"""The widths of the columns of tables on paper."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, strategies as st
from pypdfium2 import PdfDocument

from documents import word_widths
from documents.paper_column_widths import with_columns
from tests.layout import pdf_of
from tests.pages import Looked, laid_out_here, look_at

LONG = "Shelf_availability_by_shop_and_article_for_replenishment_" + "and_purchasing_daily_v2_" * 3


def widths(table: str) -> list[float]:
    return [float(share) for share in re.findall(r"inline-size: ([\d.]+)%", with_columns(table))]


def table_of(*rows: tuple[str, ...], head: tuple[str, ...] = ()) -> str:
    heads = "".join(f"<th>{each}</th>" for each in head)
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>"


def test_a_column_of_long_texts_gets_what_short_ones_do_not_need() -> None:
    first, second, third = widths(table_of(("Visits", "Who was visited and when. " * 9, "–")))

    assert second > 3 * first
    assert second > 3 * third


def test_tables_of_one_grid_have_the_same_columns() -> None:
    short, long = (
        table_of(row) for row in (("Kept", "2"), ("Violated since the last day of the month", "2"))
    )
    apart = with_columns(short + long)
    together = with_columns((short + long).replace("<table>", '<table data-grid="promises">'))

    pairs = [re.findall(r"<colgroup.*?</colgroup>", each) for each in (apart, together)]
    assert [first == second for first, second in pairs] == [False, True]


def test_no_cell_ends_with_a_blank() -> None:
    """A line that just fits would be broken after its first word."""
    assert "<td>Write down which roles may read</td>" in with_columns(
        table_of(("Write down which roles may read\n\n", "Open"))
    )


def test_a_short_text_beside_a_long_one_is_not_set_word_by_word() -> None:
    reason, dissent = "One reason after the other. " * 40, "She would have begun with the other one."
    shares = widths(table_of(("Shortlist", reason, dissent), ("Team", reason, "–"), ("Rules", reason, "–")))

    # Of 56 ems, the space between two columns included.
    assert shares[2] * 0.56 >= 12


def test_a_word_that_fits_a_line_is_not_cut() -> None:
    head = ("Plattformfähigkeiten", "Ausgangsports", "Nutzer")
    row = ("Dashboard: Kampagnen-Dashboard", "Ansprechpartnerinnen", "Wort " * 80)
    shares = widths(table_of(row, head=head))

    # Of 56 ems, each column has at least those of its longest word.
    assert all(
        share * 0.56 >= word_widths.ems(word)
        for share, word in zip(shares, ("Plattformfähigkeiten", "Ansprechpartnerinnen", "Wort"), strict=True)
    )


def test_a_name_without_a_blank_leaves_room_for_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    table = table_of((LONG, "14 of 14", "Nothing"), ("Prices", "3 of 14", "Owner, Type, Classification"))
    page = (
        '<html lang="en"><head><title>T</title><link rel="stylesheet" href="asset:css/report.css"></head>'
        f"<body>{with_columns(table)}</body></html>"
    )
    assert len(LONG) > 120
    with laid_out_here(monkeypatch) as documents:
        pdf_of(page)

    (document,) = documents
    assert look_at(document).all() == []


def test_where_words_have_no_room_the_longest_are_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    head = ("Place", "Gap", "Today", "Needed", "Blocks", "Unlocks", "Owner and due date")
    row = ("1", LONG, "1", "3", LONG, LONG, LONG)
    page = (
        '<html lang="en"><head><title>T</title><link rel="stylesheet" href="asset:css/report.css"></head>'
        f"<body>{with_columns(table_of(row, head=head))}</body></html>"
    )
    with laid_out_here(monkeypatch) as documents:
        pdf_of(page)

    (document,) = documents
    assert look_at(document).all() == []


def page_of(table: str, language: str = "en") -> str:
    return (
        f'<html lang="{language}"><head><title>T</title><link rel="stylesheet" href="asset:css/report.css">'
        f"</head><body>{table}</body></html>"
    )


def looked_at(page: str, patch: pytest.MonkeyPatch) -> tuple[Looked, str]:
    with laid_out_here(patch) as documents:
        made = pdf_of(page)
    return look_at(documents[0]), PdfDocument(made)[0].get_textpage().get_text_bounded()


def test_a_word_wider_than_its_column_is_hyphenated_in_its_language(monkeypatch: pytest.MonkeyPatch) -> None:
    word = "Anwendungsfälle"
    columns = '<colgroup><col style="inline-size: 12%"><col style="inline-size: 88%"></colgroup>'
    words = "Was sie brauchen, steht in dieser Spalte ganz ausführlich. " * 4
    table = f"<table>{columns}<tr><td>{word}</td><td>{words}</td></tr></table>"
    looked, text = looked_at(page_of(table, "de"), monkeypatch)

    assert looked.all() == []
    assert word not in text
    # How the PDF's reader marks a hyphen at the end of a line.
    assert "Anwen\x02dungsfälle" in text


def test_a_word_that_has_room_on_the_next_line_is_not_hyphenated(monkeypatch: pytest.MonkeyPatch) -> None:
    columns = '<colgroup><col style="inline-size: 20%"><col style="inline-size: 80%"></colgroup>'
    table = f"<table>{columns}<tr><td>Alle Anwendungsfälle</td><td>1</td></tr></table>"
    looked, text = looked_at(page_of(table, "de"), monkeypatch)

    assert looked.all() == []
    assert "Anwendungsfälle" in text


def test_a_word_that_is_cut_beside_an_empty_column_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    columns = '<colgroup><col style="inline-size: 10%"><col style="inline-size: 90%"></colgroup>'
    table = f"<table>{columns}<tr><td>1234567890123456789012345678901234567890</td><td>1</td></tr></table>"
    looked, _text = looked_at(page_of(table), monkeypatch)

    assert len(looked.needlessly_cut) == 1
    assert "1234567890" in looked.needlessly_cut[0]


def test_japanese_does_not_need_the_width_of_a_sentence() -> None:
    japanese, english = widths(
        table_of(("在庫予測データ製品在庫予測データ製品" * 3, "Availability of shelves " * 9))
    )

    assert english > japanese


def test_numbers_stay_narrow_where_there_is_room() -> None:
    table = (
        '<table><tbody><tr><th scope="row">Effort</th><td class="number">4 of 33</td></tr></tbody></table>'
    )
    name, number = widths(table)

    assert number < 15 < 80 < name


def test_what_spans_columns_counts_for_none_of_them() -> None:
    spanned = f'<tr><th colspan="2">{"A sentence over all. " * 20}</th></tr>'
    table = f"<table><tbody>{spanned}<tr><td>One</td><td>Two</td></tr></tbody></table>"
    one, two = widths(table)

    assert abs(one - two) < 10


@pytest.mark.parametrize(
    "table",
    [
        '<table class="matrix"><tr><td>a</td><td>b</td></tr></table>',
        "<table><tr><td>alone</td></tr></table>",
        "<table></table>",
        '<p>No table: &lt;table&gt; <img src="data:image/png;base64,AAAA"></p>',
    ],
)
def test_other_things_stay_as_they_are(table: str) -> None:
    assert with_columns(table) == table


def test_a_caption_stays_before_the_columns() -> None:
    table = "<table><caption>What is <b>said</b></caption><tr><td>a</td><td>b</td></tr></table>"

    assert '</caption><colgroup class="low">' in with_columns(table)


@pytest.mark.parametrize(("rows", "size"), [(2, ' class="short"'), (9, "")])
def test_a_table_of_few_high_rows_is_short(rows: int, size: str) -> None:
    row = f"<tr><td>{'Long words about a guardrail. ' * 20}</td><td>b</td></tr>"
    table = f"<table><tbody>{row * rows}</tbody></table>"

    assert f"<colgroup{size}>" in with_columns(table)


def test_a_table_whose_first_row_takes_half_a_page_is_high() -> None:
    row = f"<tr><td>{'Long words about a guardrail. ' * 120}</td><td>b</td></tr>"

    assert '<colgroup class="high">' in with_columns(f"<table><tbody>{row}</tbody></table>")


def test_drawings_of_their_own_width_leave_the_rest_to_words() -> None:
    row = '<tr><th scope="row">Name</th><td><svg class="dumbbell"></svg></td><td>Action</td></tr>'
    usual = with_columns(f"<table>{row}</table>")
    narrow = with_columns(f'<table data-drawing-ems="4">{row}</table>')

    assert width_of_second(narrow) < width_of_second(usual)


def width_of_second(table: str) -> float:
    return float(re.findall(r"inline-size: ([\d.]+)%", table)[1])


@given(
    st.lists(
        st.tuples(st.text(max_size=80), st.text(max_size=80), st.text(max_size=80)), min_size=1, max_size=6
    )
)
def test_the_shares_are_all_of_the_width(rows: list[tuple[str, str, str]]) -> None:
    plain = [tuple(re.sub(r"[<>&\x00-\x1f\ud800-\udfff]", " ", cell) for cell in row) for row in rows]
    shares = widths(table_of(*plain))

    assert len(shares) == 3
    assert sum(shares) == pytest.approx(100, abs=0.1)
    assert min(shares) > 1


def test_digits_of_a_number_take_as_much_as_each_other() -> None:
    ones, zeros = (
        widths(f'<table><tr><th>{"Word " * 40}</th><td class="number">{number}</td></tr></table>')
        for number in ("1111.1", "0000.0")
    )
    assert ones == zeros


def test_a_number_and_what_is_counted_stay_on_one_line() -> None:
    number = '33.3 <span class="headcount">(4 people)</span>'
    share, _other = widths(table_of((number, "Word " * 80)))

    assert share * 0.56 >= word_widths.ems("33.3 (4 people)") + 1.1


def test_values_without_blanks_may_be_broken_after_a_comma() -> None:
    table = with_columns(table_of(("12,500", "side_effects,2026-02-11,open", "a, b")))

    assert "side_effects,\u200b2026-02-11,\u200bopen" in table
    assert "12,500" in table
    assert "a, b" in table
    assert word_widths.widest("side_effects,\u200b2026") == word_widths.ems("side_effects,")
