"""Version 1 of the REST interface: what programs read and write with a key (docs/api.md)."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Status
from ninja.operation import Operation
from ninja.params.functions import Header, Query

from api.selectors import artifacts as selectors
from api.selectors.changes import changes_since
from api.services import artifacts as services
from api.services.trials import tried
from api.views import shapes
from api.web import problems
from api.web.bearer import Bearer, caller_of
from api.web.cursors import cursor_after, cursor_of, operation_at, value_of
from api.web.kept import is_held
from core.exceptions import NotFound, Stale
from core.incoming.entries import Entry
from core.selectors.once import one_reading
from core.services.incoming import in_words, place_in_words
from discovery.models import Discovery
from documents.in_turn import turn_of
from exchange.selectors.incoming import preview_of
from exchange.services.texts import import_text

MOST = 200
"""How many rows a page has at most."""
WHERE = Query([], description="Conditions “field:value” that all have to hold, “parent:uuid” among them.")
CURSOR = Query("", description="“next” of the page before; without it, the first page.")
LIMIT = Query(50, ge=1, le=MOST, description="How many rows a page has at most.")
IF_NONE_MATCH = Header(
    None, alias="If-None-Match", description="The ETag that you hold: 304 while nothing changed."
)
IF_MATCH = Header(
    None, alias="If-Match", description="The ETag of the artifact that you mean, or “*”; 428 without it."
)
TRIAL = Query(False, description="Says what it would change by the same rules, and writes nothing.")
REFUSALS = frozenset({400, 401, 403, 404, 405, 409, 412, 422, 428, 429, 503})


class Interface(NinjaAPI):
    """An interface whose operations are called by their names, as clients that are made of it call them."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


API = Interface(
    title="Headwaters",
    version="1",
    description="A discovery for programs. docs/api.md leads through it.",
    auth=Bearer(),
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)
problems.register(API)


def answers(shape: Any, status: int = 200) -> dict[Any, Any]:
    """What an operation answers: the shape, or a problem."""
    return {status: shape, REFUSALS: shapes.Problem}


# --- Cursors and revisions ------------------------------------------------------------------------


def _paged(rows: Any, cursor: str, limit: int) -> tuple[list[Any], str | None]:
    """The rows after the cursor, which are ordered by uuid, and the cursor of those that follow."""
    if cursor:
        rows = rows.filter(uuid__gt=selectors.uuid_from(value_of(cursor), "cursor"))
    kept = list(rows[: limit + 1])
    return kept[:limit], cursor_of(kept[limit - 1].uuid) if len(kept) > limit else None


def _etag(revision: int) -> str:
    return f'"{revision}"'


def _revision(if_match: str | None) -> int | None:
    """The revision that a write means; None for whichever there is ("*"). Raises PreconditionRequired and
    PreconditionFailed."""
    if if_match is None:
        raise problems.PreconditionRequired(_("Send If-Match with a revision, or “*”."))
    if if_match.strip() == "*":
        return None
    said = if_match.strip().removeprefix("W/").strip('"')
    if not (said.isascii() and said.isdigit() and len(said) < 10):
        raise problems.PreconditionFailed(_("If-Match isn’t a valid revision."))
    return int(said)


def one(entry: Entry, discovery: Discovery, uuid: UUID) -> Any:
    """The row of this kind in the discovery. Raises NotFound."""
    row = selectors.rows_of(entry, discovery).filter(uuid=uuid).first()
    if row is None:
        raise NotFound(_("Not found, or it was deleted."))
    return row


def told_anew(entry: Entry, discovery: Discovery, uuid: UUID, response: HttpResponse) -> selectors.Told:
    """The artifact as it is now, with its revision as ETag. Raises NotFound."""
    told = selectors.one_told(entry, discovery, uuid)
    if told is None:
        raise NotFound(_("Not found, or it was deleted."))
    response.headers["ETag"] = _etag(told.revision)
    return told


# --- Discoveries and kinds ------------------------------------------------------------------------


@API.get(
    "/discoveries",
    response=answers(shapes.DiscoveryPage),
    summary="The discoveries that the key reaches",
    url_name="discoveries",
)
def discoveries(request: HttpRequest, cursor: str = CURSOR, limit: int = LIMIT) -> Any:
    """The discoveries that the key reaches, by uuid."""
    caller = caller_of(request)
    after = str(selectors.uuid_from(value_of(cursor), "cursor")) if cursor else ""
    rows = [each for each in caller.discoveries() if str(each.uuid) > after]
    kept = rows[:limit]
    following = cursor_of(kept[-1].uuid) if len(rows) > limit else None
    return {"items": [_discovery(each) for each in kept], "next": following}


@API.get(
    "/discoveries/{slug}",
    response=answers(shapes.DiscoveryOut),
    summary="A discovery",
    url_name="discovery",
)
def discovery(request: HttpRequest, slug: str) -> Any:
    """One discovery, by the slug in its address."""
    return _discovery(caller_of(request).discovery(slug))


def _discovery(each: Discovery) -> dict[str, Any]:
    return {
        "slug": each.slug,
        "uuid": each.uuid,
        "name": each.name,
        "domain": each.domain.name,
        "organization": each.domain.organization.name,
        "starts_on": each.starts_on.isoformat() if each.starts_on else None,
        "ends_on": each.ends_on.isoformat() if each.ends_on else None,
        "url": settings.BASE_URL + reverse("discovery:discovery_overview", args=[each.slug]),
    }


@API.get(
    "/discoveries/{slug}/kinds",
    response=answers(list[shapes.KindOut]),
    summary="The kinds of artifacts, with their fields",
    url_name="kinds",
)
def kinds(request: HttpRequest, slug: str) -> Any:
    """The kinds of artifacts, with their fields. Kinds without `writable` can only be read."""
    caller = caller_of(request)
    caller.discovery(slug)
    return [
        selectors.described(entry, is_reached=caller.may_write(entry))
        for entry in selectors.readable().values()
    ]


# --- Artifacts ------------------------------------------------------------------------------------


@API.get(
    "/discoveries/{slug}/artifacts/{kind}",
    response=answers(shapes.ArtifactPage),
    summary="The artifacts of a kind",
    url_name="artifacts",
)
def artifacts(
    request: HttpRequest,
    slug: str,
    kind: str,
    cursor: str = CURSOR,
    limit: int = LIMIT,
    where: list[str] = WHERE,
) -> Any:
    """The artifacts of one kind, page by page; `where=field:value` keeps those with this value."""
    of = caller_of(request).discovery(slug)
    entry = selectors.entry_of(kind)
    with one_reading():
        rows, following = _paged(
            selectors.filtered(entry, selectors.rows_of(entry, of), where), cursor, limit
        )
        return {"items": selectors.told(entry, of, rows), "next": following}


@API.post(
    "/discoveries/{slug}/artifacts/{kind}",
    response={200: shapes.TriedOut, **answers(shapes.ArtifactOut, 201)},
    summary="Add an artifact",
    url_name="artifacts",
)
def artifact_add(
    request: HttpRequest,
    response: HttpResponse,
    slug: str,
    kind: str,
    sent: shapes.ArtifactNew,
    idempotency_key: str | None = Header(
        None,
        alias="Idempotency-Key",
        max_length=200,
        description="Sent again with the same words, it adds nothing and answers as the first time.",
    ),
    trial: bool = TRIAL,
) -> Any:
    """Add an artifact, by the rules that its form has. With an `Idempotency-Key` it is added once, however
    often it is sent. Answers 200 where it is only tried."""
    caller = caller_of(request)
    entry = selectors.entry_of(kind)
    of = caller.to_write(slug, entry)
    said = f"{of.uuid} {kind} {idempotency_key}"
    uuid = uuid5(caller.key.uuid, said) if idempotency_key else None
    add = partial(services.add, actor=caller.actor, discovery=of, entry=entry)
    write = partial(add, parent=sent.parent, sent=sent.fields, uuid=uuid)
    if trial:
        return Status(200, tried(actor=caller.actor, discovery=of, entry=entry, uuid=uuid, write=write))
    return Status(201, told_anew(entry, of, write().uuid, response))


@API.get(
    "/discoveries/{slug}/artifacts/{kind}/{uuid}",
    response={304: None, **answers(shapes.ArtifactOut)},
    summary="An artifact",
    url_name="artifact",
)
def artifact(
    request: HttpRequest,
    response: HttpResponse,
    slug: str,
    kind: str,
    uuid: UUID,
    if_none_match: str | None = IF_NONE_MATCH,
) -> Any:
    """One artifact. Answers 304 while it has the ETag of `If-None-Match`."""
    of = caller_of(request).discovery(slug)
    told = told_anew(selectors.entry_of(kind), of, uuid, response)
    return Status(304, None) if is_held(_etag(told.revision), if_none_match) else Status(200, told)


@API.patch(
    "/discoveries/{slug}/artifacts/{kind}/{uuid}",
    response=answers(shapes.ArtifactOut | shapes.TriedOut),
    summary="Change an artifact: only the fields that are sent",
    url_name="artifact",
)
def artifact_change(
    request: HttpRequest,
    response: HttpResponse,
    slug: str,
    kind: str,
    uuid: UUID,
    sent: shapes.ArtifactChange,
    if_match: str | None = IF_MATCH,
    trial: bool = TRIAL,
) -> Any:
    """Change fields of an artifact, by the rules that its form has. Answers 412 when it changed since the
    revision of `If-Match`."""
    caller = caller_of(request)
    entry = selectors.entry_of(kind)
    of = caller.to_write(slug, entry)
    row = one(entry, of, uuid)
    revision = _revision(if_match)
    change = partial(services.change, actor=caller.actor, entry=entry, artifact=row)
    write = partial(change, revision=revision, sent=sent.fields)
    try:
        if trial:
            response.headers["ETag"] = _etag(row.revision)
            return tried(actor=caller.actor, discovery=of, entry=entry, uuid=uuid, write=write)
        write()
    except Stale as stale:
        raise problems.PreconditionFailed(str(stale)) from None
    return told_anew(entry, of, uuid, response)


@API.api_operation(
    ["DELETE"],
    "/discoveries/{slug}/artifacts/{kind}/{uuid}",
    response={200: shapes.TriedOut, **answers(None, 204)},
    summary="Delete an artifact, with what hangs on it",
    url_name="artifact",
)
def artifact_delete(
    request: HttpRequest,
    response: HttpResponse,
    slug: str,
    kind: str,
    uuid: UUID,
    if_match: str | None = IF_MATCH,
    trial: bool = TRIAL,
) -> Any:
    """Put an artifact into the trash, with what hangs on it. Answers 412 when it changed since the revision
    of `If-Match`, and 200 where it is only tried."""
    caller = caller_of(request)
    entry = selectors.entry_of(kind)
    of = caller.to_write(slug, entry)
    row = one(entry, of, uuid)
    revision = _revision(if_match)
    if revision is not None and revision != row.revision:
        raise problems.PreconditionFailed(_("Someone else changed this in the meantime."))
    write = partial(services.remove, actor=caller.actor, entry=entry, artifact=row)
    if trial:
        response.headers["ETag"] = _etag(row.revision)
        return Status(200, tried(actor=caller.actor, discovery=of, entry=entry, uuid=uuid, write=write))
    write()
    return Status(204, None)


@API.get(
    "/discoveries/{slug}/changes",
    response=answers(shapes.ChangePage),
    summary="What changed since a cursor, the oldest first",
    url_name="changes",
)
def changes(request: HttpRequest, slug: str, cursor: str = CURSOR, limit: int = LIMIT) -> Any:
    """What was written since the cursor, the oldest first. Begin without one, and keep the cursor of each
    answer."""
    of = caller_of(request).discovery(slug)
    items, last = changes_since(of, operation_at(cursor, of) if cursor else 0, limit)
    return {"items": items, "next": cursor_after(last, of)}


# --- A text ---------------------------------------------------------------------------------------


@API.post(
    "/discoveries/{slug}/text",
    response=answers(shapes.TextOut),
    summary="Bring a text in, or look at what would come of it",
    url_name="text",
)
def text_add(request: HttpRequest, slug: str, sent: shapes.TextIn) -> Any:
    """Merge a text (docs/texts.md) into the discovery: all of it or nothing, in one operation. A `trial`
    writes nothing and answers with the `digest` of what would come; what is sent with that digest is refused
    with 409 when something else would come by now."""
    caller = caller_of(request)
    of = caller.discovery(slug)
    with turn_of(caller.key.made_by_id):
        came = import_text(
            actor=caller.actor,
            into=of,
            data=sent.text.encode(errors="surrogatepass"),  # which no text is: that is told with its line
            is_of_discovery=caller.key.discovery is not None,
            digest=sent.digest,
            is_trial=sent.trial,
        )
        seen = preview_of(came.plan, place_in_words)
    return {
        "added": came.added,
        "changed": seen.changed,
        "unchanged": seen.stay,
        "not_taken": [*came.not_taken],
        "questions": [*map(in_words, came.questions)],
        "digest": came.digest,
        "operation": None if sent.trial or came.done is None else came.done.uuid,
        "rows": seen.rows,
        "more": seen.more,
    }
