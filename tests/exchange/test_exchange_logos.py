"""The logo in a document that is imported: a small picture, and nothing else."""

from __future__ import annotations

import base64
import io
import json
from uuid import uuid4

import pytest
from PIL import Image, ImageFile

from discovery.models import Discovery
from exchange.format.field_values import InvalidValue, from_json
from exchange.format.reading import InvalidDocument, read_document
from organizations.models import OrganizationLook
from organizations.reports.logo_upload import redrawn
from tests.exchange.exchanging import Document, exported, small_discovery

pytestmark = pytest.mark.django_db


@pytest.fixture
def discovery() -> Discovery:
    return small_discovery()


@pytest.fixture
def document(discovery: Discovery) -> Document:
    return exported(discovery)


def test_a_logo_is_a_small_picture(document: Document) -> None:
    base = document["rows"]["discovery.Organization"][0]
    look = {
        **{name: base[name] for name in ("revision", "created_at", "modified_at", "deleted_at")},
        **{"uuid": str(uuid4()), "organization": base["uuid"], "accent": "#00000", "logo_name": ""},
        "logo": "PHN2Zz48L3N2Zz4=",
    }
    document["rows"]["discovery.OrganizationLook"] = [look]
    with pytest.raises(
        InvalidDocument, match=r"accent: This isn’t a color\..*logo: This isn’t a valid logo image"
    ):
        read_document(json.dumps(document).encode())


def _png(size: tuple[int, int] = (60, 20)) -> bytes:
    target = io.BytesIO()
    picture = Image.new("RGBA", size, "#123456")
    picture.putpixel((3, 4), (9, 200, 30, 128))
    picture.save(target, "PNG")
    return target.getvalue()


_HEAD = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


_SMALL = (60).to_bytes(4) + (20).to_bytes(4)


@pytest.mark.parametrize(
    "logo",
    [
        _HEAD + _SMALL,
        _HEAD + _SMALL + b"<script>alert(1)</script>",
        _png()[:-30],
        _png()[:60] + bytes(20) + _png()[80:],
        _HEAD + (60_000).to_bytes(4) + (60_000).to_bytes(4) + _png()[24:],
        b"<svg/>",
        b"",
        bytes(2_000_001),
    ],
)
@pytest.mark.parametrize("forgiving", [False, True])
def test_a_logo_that_only_begins_like_a_picture_is_refused(
    monkeypatch: pytest.MonkeyPatch, forgiving: bool, logo: bytes
) -> None:
    # As whatever makes the PDF sets it for everybody in its process.
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", forgiving)
    with pytest.raises(InvalidValue):
        from_json(OrganizationLook._meta.get_field("logo"), base64.b64encode(logo).decode())


@pytest.mark.parametrize("size", [(60, 20), (800, 240), (3000, 100)])
def test_of_a_logo_the_pixels_come_in_and_one_of_ours_as_it_is(size: tuple[int, int]) -> None:
    field = OrganizationLook._meta.get_field("logo")
    hidden = _png(size) + b"<script>alert(1)</script>"

    kept = from_json(field, base64.b64encode(hidden).decode())

    assert b"script" not in kept
    assert Image.open(io.BytesIO(kept)).width <= 800
    assert from_json(field, base64.b64encode(kept).decode()) == kept == redrawn(kept)
