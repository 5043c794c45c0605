"""What goes out compressed, and what does not."""

from __future__ import annotations

import gzip

import pytest
from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from organizations.web.middleware import CompressedPages
from tests import factories

LONG = b"<p>word</p>" * 100


def answered(response: HttpResponseBase, accepts: str = "gzip, br") -> HttpResponseBase:
    request = RequestFactory().get("/", headers={"Accept-Encoding": accepts})
    return CompressedPages(lambda _request: response).process_response(request, response)


@pytest.mark.parametrize(
    "kind", ["text/html; charset=utf-8", "application/json", "text/csv", "image/svg+xml", "text/calendar"]
)
def test_text_is_compressed_and_padded(kind: str) -> None:
    answers = [answered(HttpResponse(LONG, content_type=kind)) for _time in range(10)]
    contents = set()
    for answer in answers:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in answer.headers["Vary"]
        assert isinstance(answer, HttpResponse)
        assert gzip.decompress(answer.content) == LONG
        assert len(answer.content) < len(LONG) / 2
        contents.add(answer.content)
    # The padding has one of a hundred lengths, by chance: equal pages are not equal on the wire.
    assert len(contents) > 1


def test_a_client_without_compression_gets_plain_answers() -> None:
    assert "Content-Encoding" not in answered(HttpResponse(LONG), accepts="br").headers


@pytest.mark.parametrize("kind", ["application/pdf", "application/zip", "image/png", "font/woff2"])
def test_what_is_compressed_already_stays_as_it_is(kind: str) -> None:
    assert "Content-Encoding" not in answered(HttpResponse(LONG, content_type=kind)).headers


def test_a_stream_and_a_file_stay_as_they_are() -> None:
    for response in (
        StreamingHttpResponse(iter([LONG]), content_type="text/event-stream"),
        FileResponse(iter([LONG]), content_type="text/html"),
    ):
        assert not answered(response).has_header("Content-Encoding")


def test_an_etag_of_a_compressed_page_is_a_weak_one() -> None:
    tagged = HttpResponse(LONG, headers={"ETag": '"7"'})
    assert answered(tagged).headers["ETag"] == 'W/"7"'


@pytest.mark.django_db
def test_the_form_to_join_goes_out_compressed(client: Client) -> None:
    address = reverse("discovery:join", args=[factories.workshop().code])
    answer = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert b"display_name" in gzip.decompress(answer.content)
    assert {"Accept-Encoding", "Cookie"} <= set(answer.headers["Vary"].split(", "))
