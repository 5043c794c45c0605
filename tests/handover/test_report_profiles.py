"""Kinds of report, and the look of documents: who sets them, and what is refused."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given, strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from core.exceptions import Invalid, NotAllowed, Stale
from core.models import Operation
from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery
from documents.look import LEAST_CONTRAST, Look, contrast, darkened
from handover.models import ReportExport, ReportProfile
from handover.report_profiles import services
from handover.reports.document import make_page
from handover.reports.options import ReportOptions, chosen_sections, options_of, options_of_profile
from organizations.actors import Actor
from organizations.looks import services as looks
from organizations.models import OrganizationLook, User
from organizations.organization.models import OrganizationRole
from organizations.reports.logo_upload import MOST_BYTES, SIZE, BadLogo, redrawn
from organizations.reports.look import look_of
from tests import factories
from workshops.services import undo

ClientOf = Callable[..., Client]


def png(width: int = 40, height: int = 20, **options: Any) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (width, height), "#0b63b6").save(target, "PNG", **options)
    return target.getvalue()


def bomb() -> bytes:
    """A PNG of a few bytes that says it has ten billion pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


# --- Logos and colors -----------------------------------------------------------------------------


def test_a_logo_is_drawn_anew_and_small() -> None:
    info = PngInfo()
    info.add_text("Comment", "<script>alert(1)</script>")

    kept = redrawn(png(2400, 1200, pnginfo=info) + b"<?php trailing ?>")

    with Image.open(io.BytesIO(kept)) as picture:
        assert (picture.format, picture.size) == ("PNG", (480, 240))
        assert not picture.info
    assert b"script" not in kept
    assert b"php" not in kept
    assert max(SIZE) == 800


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "format"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "format"),
        (b"#!/bin/sh\nrm -rf /", "format"),
        (b"<html><script>alert(1)</script>", "format"),
        (png()[:40], "format"),
        (b"\x89PNG\r\n\x1a\n" + b"\xff" * 200, "format"),
        (bomb(), "pixels"),
        (png(6000, 5000), "pixels"),
        (b"\0" * (MOST_BYTES + 1), "large"),
    ],
    ids=["nothing", "svg", "shell", "html", "cut", "broken", "bomb", "huge", "heavy"],
)
def test_what_is_no_logo_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(BadLogo) as refused:
        redrawn(content)
    assert refused.value.reason == reason


@given(st.binary(max_size=400))
def test_no_bytes_break_the_drawing(content: bytes) -> None:
    with pytest.raises(BadLogo):
        redrawn(content)


@given(st.from_regex(r"#[0-9a-f]{6}", fullmatch=True))
def test_a_darkened_color_can_be_read(color: str) -> None:
    dark = darkened(color)

    assert contrast(dark) >= LEAST_CONTRAST
    assert (dark == color) == (contrast(color) >= LEAST_CONTRAST)


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#ffffff") == 1
    assert round(contrast("#000000")) == 21
    assert contrast("#767676") == pytest.approx(4.54, abs=0.01)  # the lightest gray that passes
    assert contrast("#777777") < LEAST_CONTRAST


# --- The look of an organization ------------------------------------------------------------------


@pytest.fixture
def discovery(db: None) -> Discovery:
    return factories.discovery(name="Commercial discovery")


@pytest.fixture
def admin(discovery: Discovery) -> User:
    return factories.member(discovery.domain.organization, OrganizationRole.ADMIN, name="Ada Admin")


def look_page(discovery: Discovery) -> str:
    return reverse("discovery:organization_look", args=[discovery.domain.organization.slug])


def test_an_admin_sets_the_look_and_takes_it_back(
    discovery: Discovery, admin: User, client_of: ClientOf
) -> None:
    client, organization = client_of(admin), discovery.domain.organization
    logo = reverse("discovery:organization_logo", args=[organization.slug])
    assert client.get(logo).status_code == 404
    assert client.get(look_page(discovery)).status_code == 200

    file = SimpleUploadedFile("logo.png", png())
    assert client.post(look_page(discovery), {"accent": "A33", "file": file}).status_code == 303

    look = look_of(organization)
    assert look.accent == "#aa3333"
    assert look.logo is not None
    assert look.logo.startswith(b"\x89PNG")
    shown = client.get(logo)
    assert (shown.headers["Content-Type"], shown.content) == ("image/png", look.logo)
    row = OrganizationLook.objects.get()
    client.post(look_page(discovery), {"accent": "", "without_logo": "on", "revision": row.revision})
    assert look_of(organization) == Look()
    undo.undo(
        actor=Actor.of_account(admin), target=Operation.objects.filter(verb="look.changed").latest("pk")
    )
    assert look_of(organization).logo == look.logo


@pytest.mark.parametrize(
    ("accent", "words"),
    [
        ("#ffff00", "too light"),
        ("#ffffff", "too light"),
        ("red", "six digits"),
        ("#12345", "six digits"),
        ("}*{x:y", "six digits"),
    ],
)
def test_a_color_that_cannot_be_read_is_refused(
    discovery: Discovery, admin: User, client_of: ClientOf, accent: str, words: str
) -> None:
    answer = client_of(admin).post(look_page(discovery), {"accent": accent})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not OrganizationLook.objects.exists()
    with pytest.raises(Invalid):
        looks.set_look(
            actor=Actor.of_account(admin), organization=discovery.domain.organization, accent=accent
        )


def test_a_file_that_is_no_logo_is_refused(discovery: Discovery, admin: User, client_of: ClientOf) -> None:
    client = client_of(admin)
    for content, words in (
        (b"<svg><script/></svg>", "can’t be printed"),
        (bomb(), "too many pixels"),
        (b"\0" * 50_000_000, "too large"),
    ):
        file = SimpleUploadedFile("logo.png", content)
        answer = client.post(look_page(discovery), {"accent": "#123456", "file": file})
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert "#123456" in answer.content.decode()
    assert not OrganizationLook.objects.exists()


def test_a_wrong_color_and_a_wrong_file_are_said_together(
    discovery: Discovery, admin: User, client_of: ClientOf
) -> None:
    file = SimpleUploadedFile("logo.svg", b"<svg/>", "image/svg+xml")
    answer = client_of(admin).post(look_page(discovery), {"accent": "blue", "file": file})
    assert answer.status_code == 422
    assert {"accent", "file"} == set(answer.context["form"].errors)


def test_only_admins_set_the_look(discovery: Discovery, account: User) -> None:
    with pytest.raises(NotAllowed):
        looks.set_look(actor=Actor.of_account(account), organization=discovery.domain.organization, accent="")


# --- Kinds of report ------------------------------------------------------------------------------


def test_a_profile_keeps_sections_in_their_order(discovery: Discovery, account: User) -> None:
    actor = Actor.of_account(account)
    profile = services.add_profile(
        actor=actor, discovery=discovery, name="For the CIO", audience="full", sections=["people", "summary"]
    )

    assert [each.key for each in chosen_sections(options_of_profile(profile))] == ["people", "summary"]
    services.reorder_sections(actor=actor, profile=profile, sections=["summary", "people"])
    profile.refresh_from_db()
    assert profile.sections == ["summary", "people"]
    with pytest.raises(Invalid):
        services.reorder_sections(actor=actor, profile=profile, sections=["summary", "decisions"])
    with pytest.raises(Stale):
        services.change_profile(actor=actor, profile=profile, revision=1, name="x")
    deleted = services.delete_profile(actor=actor, profile=profile)
    assert not ReportProfile.objects.exists()
    undo.undo(actor=actor, target=deleted)
    assert ReportProfile.objects.get().name == "For the CIO"


@pytest.mark.parametrize(
    "fields", [{"sections": ["unknown"]}, {"sections": ["people", "people"]}, {"audience": "stream"}]
)
def test_what_no_report_can_be_made_of_is_refused(discovery: Discovery, fields: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        services.add_profile(actor=factories.SYSTEM, discovery=discovery, name="x", **fields)


def test_there_is_an_end_of_profiles(discovery: Discovery, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST_PROFILES", 1)
    services.add_profile(actor=factories.SYSTEM, discovery=discovery, name="x")
    with pytest.raises(Invalid, match="at most 1"):
        services.add_profile(actor=factories.SYSTEM, discovery=discovery, name="y")


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [({"audience": "odd"}, "reportprofile_audience"), ({"audience": "stream"}, "reportprofile_stream")],
)
def test_the_database_refuses_what_is_none(
    discovery: Discovery, fields: dict[str, Any], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        factories.make(ReportProfile, discovery=discovery, name="x", **fields)


def test_the_page_keeps_kinds_of_report_and_makes_them(
    discovery: Discovery, account: User, client_of: ClientOf
) -> None:
    client = client_of(account)
    add = reverse("handover:report_profile_add", args=[discovery.slug])
    refused = client.post(add, {"name": "Tech", "audience": "stream", "stream": ""})
    assert refused.status_code == 422
    assert "Choose a stream" in refused.content.decode()
    sent = {"name": "<b>Tech</b>", "audience": "stream", "stream": "tech", "sections": ["people", "summary"]}
    assert client.post(add, sent).status_code == 303
    profile = ReportProfile.objects.get()
    edit = reverse("handover:report_profile_edit", args=[discovery.slug, profile.uuid])
    kept = {**sent, "sections": ["decisions", "people"], "revision": profile.revision}
    assert client.post(edit, kept).status_code == 303
    profile.refresh_from_db()
    assert profile.sections == ["people", "decisions"]  # those that were there keep their order
    page = client.get(reverse("handover:report", args=[discovery.slug])).content.decode()
    assert "&lt;b&gt;Tech&lt;/b&gt;" in page
    order = reverse("handover:report_profile_sections", args=[discovery.slug, profile.uuid])
    assert "Participants" in client.get(order).content.decode()
    assert client.post(order, {"order": ["decisions", "people"]}).status_code == 204
    assert client.post(order, {"order": ["x"]}).status_code == 422

    client.post(
        reverse("handover:report_request", args=[discovery.slug]),
        {"kind": str(profile.uuid), "format": "pptx"},
    )

    export = ReportExport.objects.get()
    assert export.format == "pptx"
    options = options_of(export.options)
    assert (options.name, options.stream) == ("<b>Tech</b>", "tech")
    assert options.sections == ("decisions", "people")


@pytest.mark.parametrize(
    ("kind", "status"),
    [("full", 303), ("executive", 303), ("stream:tech", 303), ("stream:odd", 404), ("odd", 404), ("", 303)],
)
def test_what_can_be_asked_for(
    discovery: Discovery, account: User, client_of: ClientOf, kind: str, status: int
) -> None:
    address = reverse("handover:report_request", args=[discovery.slug])

    assert client_of(account).post(address, {"kind": kind, "format": "pdf"}).status_code == status


def test_an_archive_is_for_editors(discovery: Discovery, account: User, client_of: ClientOf) -> None:
    viewer = factories.access(discovery, DiscoveryRole.VIEWER)
    export = ReportExport.objects.create(discovery=discovery, format="archive", state="done")
    address = reverse("handover:report_download", args=[discovery.slug, export.uuid])

    assert client_of(viewer).get(address).status_code == 403
    assert client_of(account).get(address).status_code == 404  # it has no file here


def test_a_kind_of_report_need_be_of_no_stream_and_the_form_says_so(
    discovery: Discovery, client_of: Callable[[User], Client]
) -> None:
    url = reverse("handover:report_profile_add", args=[discovery.slug])

    page = client_of(factories.access(discovery)).get(url).content.decode()

    assert "---------" not in page
    assert "For the report of one stream." in page


def test_a_kind_of_report_with_no_section_filled_says_so(discovery: Discovery) -> None:
    options = ReportOptions(sections=("operating_model.governance", "technology.gaps"))

    page = make_page(discovery, options=options)

    assert "The chosen sections have nothing to show yet." in page
