"""A page with one of each component that moves, and what it talks to."""

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import include, path
from django.utils.html import format_html

from organizations.web import access
from organizations.web.page_responses import with_toast, with_trigger

PAGE = """
{% extends "base.html" %}
{% load components %}
{% block title %}To press{% endblock %}
{% block content %}
<ol class="sortable rows" id="list"
    data-sortable hx-post="/order/" hx-trigger="sorted" hx-swap="none" hx-include="this">
  {% for name in names %}<li class="row" data-name="{{ name }}">
    <input type="hidden" name="order" value="{{ name }}">
    <span>{{ name }}</span>
    {% include "components/row_tools.html" with name=name key=name sortable=True only %}
  </li>{% endfor %}
</ol>
<button id="edit" data-dialog="dialog" data-dialog-title="Edit the goal"
        hx-get="/goal/" hx-target="#dialog-body">Edit</button>
<button id="delete" hx-post="/delete/" hx-swap="none"
        data-confirm="Delete it?" data-confirm-action="Delete">Delete</button>
<form id="plain" method="post" action="/plain/" data-confirm="Leave?">
  {% csrf_token %}<button>Leave</button>
</form>
<button id="broken" hx-post="/broken/" hx-target="#list">Broken</button>
<time id="moment" datetime="2026-03-05T09:30:00+00:00" data-local="time">09:30 UTC</time>
{% endblock %}
"""

_said: list[list[str]] = []


@access.public
def pressing(request: HttpRequest) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(PAGE).render({"names": ["A", "B", "C"]}, request))


@access.public
def order(request: HttpRequest) -> HttpResponse:
    _said.append(request.POST.getlist("order"))
    return HttpResponse(status=204)


@access.public
def said(request: HttpRequest) -> JsonResponse:
    """What the server was told since it was last asked."""
    told = list(_said)
    _said.clear()
    return JsonResponse(told, safe=False)


@access.public
def goal(request: HttpRequest) -> HttpResponse:
    """A form that wants a name: 422 without, and closes its dialog with one."""
    if request.POST.get("name"):
        answer = with_trigger(HttpResponse(status=204), "dialog:close")
        answer.headers["HX-Trigger"] = json.dumps(
            json.loads(answer.headers["HX-Trigger"])
            | {"toast": {"message": request.POST["name"], "level": "good", "undo": "/undo/"}}
        )
        return answer
    error = '<p class="errorlist">Name it.</p>' if request.method == "POST" else ""
    form = format_html(
        '<form hx-post="/goal/" hx-target="this" hx-swap="outerHTML"><label for="name">Name</label>'
        '<input id="name" name="name">' + error + '<button class="button primary">Save</button></form>'
    )
    return HttpResponse(form, status=422 if error else 200)


@access.public
def told(request: HttpRequest) -> HttpResponse:
    """Notes which address was posted to."""
    _said.append([request.path])
    if request.htmx:  # type: ignore[attr-defined]  # set by middleware
        return with_toast(HttpResponse(status=204), "Done")
    return HttpResponse(status=303, headers={"Location": "/pressing/"})


@access.public
def broken(request: HttpRequest) -> HttpResponse:
    return HttpResponse("no", status=500)


urlpatterns = [
    path("pressing/", pressing),
    path("order/", order),
    path("said/", said),
    path("goal/", goal),
    path("delete/", told),
    path("plain/", told),
    path("undo/", told),
    path("broken/", broken),
    path("", include("config.urls")),
]
