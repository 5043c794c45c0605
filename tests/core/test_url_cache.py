"""Addresses are those that Django finds, for all values (core.url_cache)."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from django import urls
from django.http import HttpRequest
from django.template import Context, RequestContext, Template
from django.utils.safestring import mark_safe

from core.url_cache import reverse

ONE, OTHER = uuid4(), uuid4()


@pytest.mark.parametrize(
    ("name", "args", "kwargs"),
    [
        ("products:product", ["north", ONE], {}),
        ("products:product", ["north", OTHER], {}),
        ("products:product", [mark_safe("south"), OTHER], {}),
        ("products:product", ["north", str(ONE)], {}),
        ("products:product", [], {"slug": "north", "uuid": ONE}),
        ("products:product", [], {"uuid": OTHER, "slug": "north"}),
        ("products:product_list", ["north"], {}),
        ("lvt:answers", ["north", ONE], {}),
    ],
)
def test_the_address_is_the_one_that_django_finds(name: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    for _again in range(2):
        assert reverse(name, args, kwargs) == urls.reverse(name, args=args, kwargs=kwargs)


def test_a_value_that_does_not_fit_is_named_as_it_is() -> None:
    for values in (["north", ONE, 3], ["no slug", ONE]):
        for _again in range(2):
            with pytest.raises(urls.NoReverseMatch, match=str(ONE)):
                reverse("products:product", values)


def test_what_changes_its_text_is_never_kept() -> None:
    class Named:
        slug = "north"

        def __str__(self) -> str:
            return self.slug

    named = Named()
    assert "/north/" in reverse("products:product", [named, ONE])
    named.slug = "south"
    assert "/south/" in reverse("products:product", [named, ONE])


def test_an_address_begins_with_the_place_of_the_installation() -> None:
    plain = reverse("products:product", ["north", ONE])
    urls.set_script_prefix("/tools/")
    try:
        assert reverse("products:product", ["north", ONE]) == f"/tools{plain}"
    finally:
        urls.set_script_prefix("/")


def test_the_tag_escapes_keeps_names_and_forgives_as_that_of_django() -> None:
    def drawn(source: str, uuid: object = ONE) -> str:
        return Template(source).render(RequestContext(HttpRequest(), {"slug": "north", "uuid": uuid}))

    address = reverse("products:product", ["north", ONE])
    assert drawn('{% url "products:product" slug uuid %}') == address
    assert drawn('{% url "products:product" slug=slug uuid=uuid %}') == address
    assert drawn('{% url "products:product" slug uuid as it %}[{{ it }}]') == f"[{address}]"
    assert drawn('{% url "products:product" slug uuid as it %}[{{ it }}]', "none") == "[]"
    assert Template('{% url "products:product_list" "a" %}').render(Context()) == reverse(
        "products:product_list", ["a"]
    )
    with pytest.raises(urls.NoReverseMatch):
        drawn('{% url "products:product" slug uuid %}', "none")


def test_uuids_are_many_or_alike() -> None:
    for uuids in ([ONE, OTHER], [ONE, ONE]):
        assert _twice(uuids) == f"/{uuids[0]}/{uuids[1]}/"


def _twice(uuids: list[UUID]) -> str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(urls, "get_urlconf", lambda: __name__)
        patch.setattr(
            urls, "reverse", lambda _name, args, **_rest: urls.base.reverse("twice", __name__, args=args)
        )
        return reverse("twice", uuids)


urlpatterns = [urls.path("<uuid:one>/<uuid:other>/", lambda _request, **_values: None, name="twice")]  # type: ignore[arg-type]  # never called
