"""What a report looks up to be translated is in its catalog: the lists of config/report_texts.py,
which say where to look for it, are kept by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import pytest
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.utils import timezone, translation

from config.message_compiler import compile_all
from config.report_texts import words_of_reports
from config.shipped_content_texts import words_of_shipped
from core.labels import sources_of
from discovery.models import Discovery
from handover.reports.document import assemble
from handover.reports.options import ReportOptions
from tests.demo import loaded
from workshops.demo import SLUG

pytestmark = pytest.mark.django_db
DJANGO = Path(django.__file__).parent / "conf/locale/de/LC_MESSAGES/django.po"
# How many arguments of each way to look a message up name its context.
WAYS = {"gettext": 0, "ngettext": 0, "pgettext": 1, "npgettext": 1}
# Joins two words that are translated each by itself.
APART = {("", "%(first)s %(second)s")}


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[Discovery]:
    compile_all(settings.BASE_DIR)
    with loaded(django_db_blocker):
        yield Discovery.objects.get(slug=SLUG)


@pytest.fixture
def looked_up(demo: Discovery, monkeypatch: pytest.MonkeyPatch) -> set[tuple[str, str]]:
    """All messages that the whole report of the demo asks for, with their contexts before them."""
    asked = set[tuple[str, str]]()

    def telling(name: str, contexts: int) -> Any:
        look = getattr(vars(translation)["_trans"], name)

        def told(*args: Any) -> Any:
            asked.add(("".join(args[:contexts]), str(args[contexts])))
            return look(*args)

        return told

    with monkeypatch.context() as patched:
        for name, contexts in WAYS.items():
            patched.setattr(vars(translation)["_trans"], name, telling(name, contexts))
        german = ReportOptions(language="de")
        assemble(demo, made_at=timezone.now(), progress=lambda _percent, _words: None, options=german)
    return asked


def names_of_models() -> Iterator[tuple[str, str]]:
    """The names of rows and columns as models have them, also of those that no report shows."""
    for model in apps.get_models():
        names: list[Any] = [model._meta.verbose_name, model._meta.verbose_name_plural]
        names += [getattr(field, "verbose_name", "") for field in model._meta.get_fields()]
        for name in filter(None, names):
            yield from sources_of(name)
            yield "", str(name)


def test_what_a_report_looks_up_is_listed(looked_up: set[tuple[str, str]]) -> None:
    listed = {*words_of_reports(settings.BASE_DIR), *words_of_shipped(settings.BASE_DIR)}
    with DJANGO.open("rb") as file:
        of_django = {
            (each.context or "", each.id if isinstance(each.id, str) else each.id[0])
            for each in read_po(file)
            if each.id
        }

    assert sorted(looked_up - listed - of_django - APART - {*names_of_models()}) == []
