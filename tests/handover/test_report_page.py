"""The page on which people ask for a report: what it offers first, and what failed asked for again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from discovery.models import Discovery
from handover.models import ReportExport, ReportProfile
from handover.report_jobs import services as exports
from handover.report_jobs.models import ExportState
from handover.reports.options import EXECUTIVE
from organizations.actors import Actor
from organizations.models import User
from tests import factories

pytestmark = pytest.mark.django_db

ClientOf = Callable[..., Client]


def test_one_that_failed_is_tried_again_as_it_was_asked_for(
    discovery: Discovery, account: User, client_of: ClientOf
) -> None:
    actor = Actor.of_account(account)
    failed = exports.request_export(actor=actor, discovery=discovery, format="pptx", options=EXECUTIVE)
    ReportExport.objects.update(state=ExportState.FAILED, error="The disk is full.")
    client = client_of(account)
    page = client.get(reverse("handover:report", args=[discovery.slug])).content.decode()
    assert f'<input type="hidden" name="again" value="{failed.uuid}">' in page

    address = reverse("handover:report_request", args=[discovery.slug])
    client.post(address, {"again": str(failed.uuid)})

    made = ReportExport.objects.exclude(pk=failed.pk).get()
    assert (made.format, made.options) == ("pptx", EXECUTIVE.as_json())
    assert client.post(address, {"again": "x"}).status_code == 404


def test_the_executive_summary_is_what_the_page_offers_first(
    discovery: Discovery, account: User, client_of: ClientOf
) -> None:
    page = client_of(account).get(reverse("handover:report", args=[discovery.slug])).content.decode()
    assert page.index('<option value="executive">') < page.index('<option value="full">')
    assert "selected" not in page.split('id="report-kind"')[1].split("</select>")[0]


def test_a_report_in_another_language_is_not_the_one_that_is_being_made(
    discovery: Discovery, account: User, client_of: ClientOf
) -> None:
    german = factories.make(ReportProfile, discovery=discovery, name="Vorstand", language="de")
    asked = {"kind": str(german.uuid), "format": "pdf"}
    address = reverse("handover:report_request", args=[discovery.slug])
    browser = client_of(account)
    exports.request_export(actor=Actor.of_account(account), discovery=discovery)
    ReportExport.objects.update(state=ExportState.RUNNING)

    refused = browser.post(address, asked, headers={"HX-Request": "true"})

    assert refused.status_code == 409
    assert "Another report is being created." in refused.content.decode() + str(refused.headers)
    assert list(ReportExport.objects.values_list("options__language", flat=True)) == [""]
    ReportExport.objects.update(state=ExportState.DONE)
    assert browser.post(address, asked).status_code == 303
    assert browser.post(address, asked).status_code == 303
    assert [each.options["language"] for each in ReportExport.objects.order_by("pk")] == ["", "de"]
