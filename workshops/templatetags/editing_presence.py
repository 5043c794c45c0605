"""Tags that make an open form of an artifact visible to others who have it open."""

from typing import Any

from django import template
from django.forms import BaseForm
from django.template import Context
from django.urls import reverse
from django.utils.http import urlencode

from core.forms import ArtifactForm, KindForm
from core.imports.importable_kinds import is_listable
from discovery.models import Discovery
from workshops.editing_presence.web import token_for

register = template.Library()


@register.simple_tag(takes_context=True)
def list_url(context: Context, form: BaseForm) -> str:
    """The page to paste several of what the form adds as a list; "" where there is none."""
    kind = getattr(form, "kind", None)
    if not isinstance(form, KindForm) or form.instance.pk or kind is None or kind.root is not Discovery:
        return ""
    if not is_listable(kind):
        return ""
    scope = kind.scope(form.instance)
    parent = kind.parent(form.instance)
    query = {"back": str(context.get("back") or "")}
    if parent != scope:
        query["of"] = str(parent.uuid)
    url = reverse("discovery:list_paste", args=[scope.slug, kind.nouns])
    return f"{url}?{urlencode(query)}"


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
