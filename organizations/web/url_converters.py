"""Addresses that name one of a few things."""

from collections.abc import Iterable

from django.urls import register_converter
from django.urls.converters import StringConverter


def register_choice(name: str, values: Iterable[str]) -> None:
    """Let addresses name one of the values as `<name:…>`; any other is no address."""
    register_converter(type(name, (StringConverter,), {"regex": "|".join(values)}), name)
