"""What a report looks up to be translated is in its catalog: the lists of config/report_words.py, which say
where to look for it, are kept by hand."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import django
import pytest
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.utils import timezone, translation
from django.utils.text import capfirst

from config.catalogs import compile_all
from config.report_words import words_of_reports
from config.shipped_words import words_of_shipped
from discovery.models import Discovery
from handover.reports.document import assemble
from handover.reports.options import ReportOptions
from tests.demo import loaded
from workshops.demo import SLUG

pytestmark = pytest.mark.django_db
DJANGO = Path(django.__file__).parent / "conf/locale/de/LC_MESSAGES/django.po"
# Where the message is among the arguments of each way to look one up.
WAYS = {"gettext": 0, "ngettext": 0, "pgettext": 1, "npgettext": 1}
# Joins two words that are translated each by itself.
APART = {"%(first)s %(second)s"}


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[Discovery]:
    compile_all(settings.BASE_DIR)
    with loaded(django_db_blocker):
        yield Discovery.objects.get(slug=SLUG)


@pytest.fixture
def looked_up(demo: Discovery, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """All messages that the whole report of the demo asks for."""
    asked = set[str]()

    def telling(name: str, at: int) -> Any:
        look = getattr(vars(translation)["_trans"], name)

        def told(*args: Any) -> Any:
            asked.add(str(args[at]))
            return look(*args)

        return told

    with monkeypatch.context() as patched:
        for name, at in WAYS.items():
            patched.setattr(vars(translation)["_trans"], name, telling(name, at))
        german = ReportOptions(language="de")
        assemble(demo, made_at=timezone.now(), progress=lambda _percent, _words: None, options=german)
    return asked


def names_of_models() -> Iterator[str]:
    """The names of rows and columns in English and German: reports look them up with a capital letter."""
    for language, model in product(("en", "de"), apps.get_models()):
        names = [model._meta.verbose_name, model._meta.verbose_name_plural]
        names += [getattr(field, "verbose_name", "") for field in model._meta.get_fields()]
        with translation.override(language):
            translated = [str(name) for name in names]
        for name in translated:
            yield from (name, capfirst(name))


def test_what_a_report_looks_up_is_listed(looked_up: set[str]) -> None:
    listing = {**words_of_reports(settings.BASE_DIR), **words_of_shipped(settings.BASE_DIR)}
    listed = {message for _context, message in listing}
    with DJANGO.open("rb") as file:
        of_django = {
            each if isinstance(each, str) else each[0] for message in read_po(file) if (each := message.id)
        }

    assert sorted(looked_up - listed - of_django - APART - {*names_of_models()}) == []
