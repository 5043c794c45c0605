"""A section that could not be made when a version was frozen is made again, while the record is what was
frozen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.exceptions import Conflict, NotAllowed, NotFound
from core.models import Operation
from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery
from discovery.registries import ReportSection, report_sections
from handover.models import HandoverVersion, ReportExport
from handover.report_jobs.models import ExportState
from handover.services.frozen_section_retry import make_again
from handover.versions.selectors import not_made_in
from organizations.actors import Actor
from tests import factories
from tests.factories import SYSTEM
from tests.handover.freezing import change, freeze

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
ClientOf = Callable[..., Client]
_ASKED_FOR = "products/report/asked_for.html"


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A report of two sections, of which the second is made once this list is empty."""
    causes = ["a cause"]

    def second(_discovery: Discovery) -> dict[str, Any]:
        if causes:
            raise ZeroDivisionError(causes[0])
        return {"questions": [{"title": "Made at last"}]}

    monkeypatch.setattr(report_sections, "_entries", {})
    for key, of in (("first", lambda _: {"questions": [{"title": "First words"}]}), ("second", second)):
        report_sections.register(ReportSection(key, key.title(), 1, _ASKED_FOR, of))
    return causes


@pytest.mark.usefixtures("failed_parts")
def test_the_section_is_made_from_what_was_frozen(
    discovery: Discovery, client_of: ClientOf, failing: list[str]
) -> None:
    version = freeze(discovery)
    ReportExport.objects.update(state=ExportState.DONE)
    facilitator = client_of(factories.access(discovery))
    page = reverse("handover:handover_version", args=[discovery.slug, version.uuid])
    again = reverse("handover:version_make_again", args=[discovery.slug, version.uuid])
    assert (
        "1 section couldn’t be created when this version was frozen" in facilitator.get(page).content.decode()
    )
    assert again in facilitator.get(page).content.decode()
    viewer = client_of(factories.access(discovery, DiscoveryRole.VIEWER))
    assert again not in viewer.get(page).content.decode()

    facilitator.post(again)
    version.refresh_from_db()
    assert not_made_in(version) == 1, "the cause is still there"
    ReportExport.objects.update(state=ExportState.DONE)

    failing.clear()
    facilitator.post(again)
    version.refresh_from_db()
    assert not_made_in(version) == 0
    assert "First words" in version.page
    assert "Made at last" in version.page
    pdf = ReportExport.objects.get(version=version)
    assert ("Made at last" in pdf.source, pdf.state) == (True, ExportState.QUEUED)
    assert again not in facilitator.get(page).content.decode()
    assert Operation.objects.filter(verb="handover.completed").count() == 2
    with pytest.raises(Conflict, match="This version is complete"):
        make_again(actor=SYSTEM, version=version)


@pytest.mark.usefixtures("failed_parts")
def test_not_from_anything_else_than_what_was_frozen(discovery: Discovery, failing: list[str]) -> None:
    version = freeze(discovery)
    frozen = version.page
    failing.clear()
    change(discovery, name="Another name")
    with pytest.raises(Conflict, match="has changed since version 1 was frozen"):
        make_again(actor=SYSTEM, version=version)
    version.refresh_from_db()
    assert version.page == frozen


@pytest.mark.usefixtures("failed_parts", "failing")
def test_only_by_facilitators_and_where_it_was_frozen(discovery: Discovery) -> None:
    version = freeze(discovery)
    editor = Actor.of_account(factories.access(discovery, DiscoveryRole.EDITOR))
    with pytest.raises(NotAllowed):
        make_again(actor=editor, version=version)
    with pytest.raises(Conflict, match="is being created"):
        make_again(actor=SYSTEM, version=version)
    ReportExport.objects.all().delete()
    with pytest.raises(NotFound, match="was imported from a file"):
        make_again(actor=SYSTEM, version=HandoverVersion.objects.get())
