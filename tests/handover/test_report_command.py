"""`manage.py report`, which writes a report without a page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from discovery.models import Discovery
from handover.management.commands import report
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def discovery() -> Discovery:
    return factories.discovery(name="Commercial discovery")


def test_the_command_writes_the_report(discovery: Discovery, tmp_path: Path) -> None:
    target = tmp_path / "new" / "report.pdf"

    call_command("report", discovery.slug, "--format", "pdf", "--output", str(target))

    assert target.read_bytes().startswith(b"%PDF")
    assert [path.name for path in target.parent.iterdir()] == ["report.pdf"]


def test_the_command_says_in_one_sentence_what_is_wrong(
    discovery: Discovery, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CommandError, match="Discovery 'unknown' not found"):
        call_command("report", "unknown", "--output", str(tmp_path / "report.pdf"))
    with pytest.raises(CommandError, match="Format 'docx' not found"):
        call_command("report", discovery.slug, "--format", "docx", "--output", str(tmp_path / "report.docx"))
    (tmp_path / "file").touch()
    monkeypatch.setattr(report, "make_report_file", lambda *_what, **_options: b"%PDF-1.7 quick")
    with pytest.raises(CommandError, match=r"Can't write .*: (File exists|Not a directory)"):
        call_command("report", discovery.slug, "--output", str(tmp_path / "file" / "report.pdf"))
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
