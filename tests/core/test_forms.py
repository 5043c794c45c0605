"""What all forms have in common."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django import forms
from django.urls import get_resolver

from core.forms.artifacts import CleanMixin, PlainForm
from organizations.models import Person
from organizations.web.first_password_forms import FirstPasswordForm, NewAccountForm
from tests import factories
from tests.apps import APPS

OURS = tuple(f"{app}." for app in APPS)


class Choice(PlainForm):
    one = forms.ModelChoiceField(Person.objects.all(), required=False)
    several = forms.ModelMultipleChoiceField(Person.objects.all(), required=False)
    named = forms.ModelMultipleChoiceField(Person.objects.all(), to_field_name="uuid", required=False)


def every_form(base: type[forms.BaseForm] = forms.BaseForm) -> Iterator[type[forms.BaseForm]]:
    for each in base.__subclasses__():
        yield each
        yield from every_form(each)


def test_every_form_of_ours_cleans_what_is_sent() -> None:
    assert get_resolver().url_patterns  # with them all forms are there
    plain = {
        each.__qualname__
        for each in every_form()
        if each.__module__.startswith(OURS)
        and not issubclass(each, CleanMixin)
        and getattr(each, "base_fields", {})
    }
    # What signing up asks beyond allauth's own form, allauth's forms with our rules of passwords, and what
    # the page of components shows.
    assert plain == {"SignupForm", FirstPasswordForm.__name__, NewAccountForm.__name__, "ExampleForm"}


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["9" * 20, str(2**63), str(-(2**63) - 1), "9" * 5000])
@pytest.mark.parametrize("field", ["one", "several", "named"])
def test_a_number_that_no_row_can_have_is_an_error_of_its_field(field: str, number: str) -> None:
    form = Choice({field: [number]} if field != "one" else {field: number})
    assert not form.is_valid()
    assert set(form.errors) == {field}


@pytest.mark.django_db
def test_what_is_there_can_be_chosen() -> None:
    ann = factories.make(Person, organization=factories.organization(), name="Ann")
    form = Choice({"one": str(ann.pk), "several": [str(ann.pk)], "named": [str(ann.uuid)]})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["one"] == ann
