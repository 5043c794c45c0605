"""The method by its own words, on pages: principles, the double diamond, what each stream starts from."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape

from discovery import data_mesh_basics, process_drawing
from discovery.discoveries.models import PhaseKind, StreamKind
from discovery.models import Discovery
from discovery.process import STREAM_PURPOSES
from documents.diagrams import draw_svg
from tests import factories
from workshops.reports import sections

pytestmark = pytest.mark.django_db


def test_the_overview_says_what_each_stream_starts_from_and_leaves_behind(client_of) -> None:
    discovery = factories.three_streams()
    page = client_of(factories.access(discovery)).get(discovery_page(discovery, "overview")).content.decode()
    for purpose in STREAM_PURPOSES.values():
        assert escape(str(purpose.comes_in)) in page
        assert all(escape(str(each)) in page for each in purpose.goes_out)


def test_the_page_of_reasons_names_the_principles_and_what_makes_it_hard(client_of) -> None:
    discovery = factories.discovery()
    page = client_of(factories.access(discovery)).get(discovery_page(discovery, "why")).content.decode()
    assert escape(str(data_mesh_basics.SOCIOTECHNICAL)) in page
    for each in (*data_mesh_basics.PRINCIPLES, *data_mesh_basics.CHALLENGES):
        assert escape(str(each.name)) in page
        assert escape(str(each.meaning)) in page
    assert "Why and what" in page
    assert len(data_mesh_basics.PRINCIPLES) == 4
    assert len(data_mesh_basics.CHALLENGES) == 3
    second = str(data_mesh_basics.CHALLENGES[1].name)
    below = page.partition(f"<dt>{second}</dt>")[2].partition("<dt>")[0]
    assert [escape(str(each.text)) in below for each in data_mesh_basics.AUTONOMY] == [True] * 3


def test_the_report_asks_the_three_questions_below_the_second_challenge() -> None:
    drawn = render_to_string("workshops/reports/mesh.html", sections.mesh(factories.discovery()))
    second = str(data_mesh_basics.CHALLENGES[1].name)
    below = drawn.partition(f"<b>{second}:</b>")[2].partition("<b>")[0]
    assert [escape(str(each.text)) in below for each in data_mesh_basics.AUTONOMY] == [True] * 3


def test_the_three_streams_are_drawn_with_what_goes_in_and_comes_out() -> None:
    drawn = draw_svg(
        process_drawing.streams_source(StreamKind.choices, PhaseKind.choices),
        title=process_drawing.streams_title(),
        description=process_drawing.streams_description(StreamKind.choices),
    )
    for _key, name in StreamKind.choices:
        assert str(name) in drawn
    assert drawn.count("Starts from") == drawn.count("Delivers") == len(StreamKind.choices)
    assert "Use cases, first ranking" in process_drawing.streams_description(StreamKind.choices)


def discovery_page(discovery: Discovery, name: str) -> str:
    names = {"overview": "discovery:discovery_overview", "why": "process:discovery_why"}
    return reverse(names[name], args=[discovery.slug])
