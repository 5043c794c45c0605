"""Merging two products, for tests: the call, and all that the database holds."""

from __future__ import annotations

from core.selectors.operations import tracked_models
from products.design.merging.services import merge_products

# What a save leaves behind by itself; everything else is content.
BOOKKEEPING = {"revision", "modified_at"}


def content():
    """All rows of all artifacts, the deleted ones too, without the bookkeeping of each."""
    rows = {}
    for model in tracked_models():
        names = [field.attname for field in model._meta.concrete_fields if field.name not in BOOKKEEPING]
        rows[model._meta.label] = sorted(model.everything.values_list(*names), key=repr)
    return rows


def merge(editor, keep, absorb, **options):
    return merge_products(actor=editor, keep=keep, absorb=absorb, **options)


def names(rows):
    return [str(row) for row in rows]
