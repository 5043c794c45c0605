"""What makes an open form of an artifact visible to others who have it open."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BaseForm
from django.template import Context
from django.urls import reverse

from core.forms.artifacts import ArtifactForm
from discovery.web.editing import token_for

register = template.Library()


@register.inclusion_tag("components/editing.html", takes_context=True)
def editing(context: Context, form: BaseForm) -> dict[str, Any]:
    """Put it inside the form: static/js/editing.js reports the form while it is there. Prints nothing for a
    form without an artifact, or with a new one."""
    actor = getattr(context.get("request"), "actor", None)
    if actor is None or not isinstance(form, ArtifactForm) or not form.instance.pk:
        return {"token": ""}
    uuid = form.instance.uuid
    token = token_for(actor, uuid)
    return {"uuid": uuid, "token": token, "url": reverse("discovery:editing", args=[uuid])}
