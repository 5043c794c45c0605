"""Statements with columns that were written before (config/patches/query_columns.py) are Django's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import Count, Exists, F, Model, OuterRef, QuerySet
from django.db.models.expressions import Col, Expression
from django.db.models.sql.compiler import SQLCompiler

from config.patches import query_columns
from core.models import Artifact

OURS = [model for app in settings.OUR_APPS for model in apps.get_app_config(app).get_models()]
Ask = Callable[[type[Model]], QuerySet[Any, Any]]


def rows_of(model: type[Model]) -> QuerySet[Any, Any]:
    return model._base_manager.all()


ASKS: dict[str, Ask] = {
    "all": rows_of,
    "managed": lambda model: model._default_manager.order_by("-pk")[:1],
    "in order": lambda model: rows_of(model).order_by(*(field.attname for field in model._meta.fields)),
    "again": lambda model: rows_of(model).filter(pk__in=rows_of(model).filter(pk=1)),
    "with others": lambda model: rows_of(model).select_related(),
    "less": lambda model: rows_of(model).only("pk"),
    "but one": lambda model: rows_of(model).defer(model._meta.fields[-1].name),
    "values": lambda model: rows_of(model).values(),
    "tuples": lambda model: rows_of(model).values_list("pk", flat=True).distinct(),
    "counted": lambda model: rows_of(model).annotate(how_many=Count("pk")),
    "renamed": lambda model: rows_of(model).annotate(how_many=F("pk")).order_by("how_many"),
    "below": lambda model: rows_of(model).filter(Exists(rows_of(model).filter(pk=OuterRef("pk")))),
    "both": lambda model: rows_of(model).order_by().union(rows_of(model).order_by("pk").order_by()),
    "distinct": lambda model: rows_of(model).distinct().order_by("pk"),
    "locked": lambda model: rows_of(model).select_for_update(of=("self",)),
    "extra": lambda model: rows_of(model).extra(select={"one": "1"}),
}


def written(ask: Ask, model: type[Model]) -> Any:
    """The statement, and what rows are made of its columns."""
    compiler = ask(model).query.get_compiler(connection=connection)
    statement = compiler.as_sql()
    chosen = repr(compiler.select)
    return statement, chosen, _plain(compiler.klass_info), compiler.annotation_col_map, compiler.col_count


def _plain(made: dict[str, Any] | None) -> Any:
    """Which rows are made of which columns, without the functions that join them."""
    below = [_plain(each) for each in (made or {}).get("related_klass_infos", ())]
    return made and (made["model"], made["select_fields"], made.get("field"), below)


@pytest.mark.django_db
@pytest.mark.parametrize("ask", ASKS.values(), ids=ASKS.keys())
def test_a_statement_is_the_one_that_django_writes(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [written(ask, model) for model in OURS] == (ours := [written(ask, model) for model in OURS])
    monkeypatch.setattr(SQLCompiler, "get_select", query_columns.by_django)
    monkeypatch.setattr(Col, "__hash__", Expression.__hash__)
    assert ours == [written(ask, model) for model in OURS]


@pytest.mark.django_db
def test_columns_are_written_once() -> None:
    model = next(model for model in OURS if issubclass(model, Artifact))
    first, second = (
        [*ASKS["all"](model).query.get_compiler(connection=connection).get_select()] for _time in range(2)
    )
    assert first == second
    assert first[0] is not second[0], "who changes the list changes nobody else's"
    assert all(one is other for one, other in zip(first[0], second[0], strict=True))
