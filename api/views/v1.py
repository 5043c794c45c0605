"""Version 1 of the REST interface: what programs read and write with a key (docs/api.md)."""

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

from api.artifacts import selectors, services
from api.selectors.changes import changes_since
from api.services.dry_runs import trial_of
from api.views import body_schemas
from api.web import problems
from api.web.bearer import Bearer, caller_of
from api.web.cached_answers import is_held
from api.web.cursors import cursor_after, cursor_of, operation_at, value_of
from core.exceptions import NotFound, Stale
from core.imports.importable_kinds import Entry
from core.selectors.request_cache import one_reading
from core.services.imports import in_words, place_in_words
from discovery.models import Discovery
from documents.concurrency_limit import turn_of
from exchange.file_imports.selectors import preview_of
from exchange.services.discovery_text import import_text

MOST = 200
"""Maximum number of rows on a page."""
WHERE = Query([], description="Conditions such as “field:value” or “parent:uuid”. All of them must match.")
CURSOR = Query("", description="The “next” value of the previous page. Leave it out for the first page.")
LIMIT = Query(50, ge=1, le=MOST, description="Maximum number of rows on a page.")
IF_NONE_MATCH = Header(
    None, alias="If-None-Match", description="The ETag that you have. The answer is 304 if nothing changed."
)
IF_MATCH = Header(
    None,
    alias="If-Match",
    description="The ETag of the artifact to change, or “*”. Required: without it the answer is 428.",
)
TRIAL = Query(False, description="Shows what would change, by the same rules, and writes nothing.")
REFUSALS = frozenset({400, 401, 403, 404, 405, 409, 412, 422, 428, 429, 503})


class Interface(NinjaAPI):
    """An interface whose operations are called by their names, as clients that are made of it call them."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


API = Interface(
    title="Headwaters",
    version="1",
    description="Read and write discoveries with programs. Guide: docs/api.md.",
    auth=Bearer(),
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)
problems.register(API)


def answers(shape: Any, status: int = 200) -> dict[Any, Any]:
    """Answers of an operation by status: the shape, or a problem."""
    return {status: shape, REFUSALS: body_schemas.Problem}


# --- Cursors and revisions ------------------------------------------------------------------------


def _paged(rows: Any, cursor: str, limit: int) -> tuple[list[Any], str | None]:
    """The rows after the cursor, which are ordered by uuid, and the cursor of those that follow."""
    if cursor:
        rows = rows.filter(uuid__gt=selectors.uuid_from(value_of(cursor), "cursor"))
    page = list(rows[: limit + 1])
    return page[:limit], cursor_of(page[limit - 1].uuid) if len(page) > limit else None


def _etag(revision: int) -> str:
    return f'"{revision}"'


def _revision(if_match: str | None) -> int | None:
    """The revision that a write means; None for whichever there is ("*"). Raises PreconditionRequired and
    PreconditionFailed."""
    if if_match is None:
        raise problems.PreconditionRequired(_("Send If-Match with a revision, or “*”."))
    if if_match.strip() == "*":
        return None
    text = if_match.strip().removeprefix("W/").strip('"')
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise problems.PreconditionFailed(_("If-Match isn’t a valid revision."))
    return int(text)


def one(entry: Entry, discovery: Discovery, uuid: UUID) -> Any:
    """The row of this kind in the discovery. Raises NotFound."""
    row = selectors.rows_of(entry, discovery).filter(uuid=uuid).first()
    if row is None:
        raise NotFound(_("Not found, or it was deleted."))
    return row


def current_record(
    entry: Entry, discovery: Discovery, uuid: UUID, response: HttpResponse
) -> selectors.ArtifactRecord:
    """The artifact as it is now, with its revision as ETag. Raises NotFound."""
    current = selectors.artifact_record(entry, discovery, uuid)
    if current is None:
        raise NotFound(_("Not found, or it was deleted."))
    response.headers["ETag"] = _etag(current.revision)
    return current


# --- Discoveries and kinds ------------------------------------------------------------------------


@API.get(
    "/discoveries",
    response=answers(body_schemas.DiscoveryPage),
    summary="List the discoveries of the key",
    url_name="discoveries",
)
def discoveries(request: HttpRequest, cursor: str = CURSOR, limit: int = LIMIT) -> Any:
    """List the discoveries that the key has access to, by uuid."""
    caller = caller_of(request)
    after = str(selectors.uuid_from(value_of(cursor), "cursor")) if cursor else ""
    rows = [each for each in caller.discoveries() if str(each.uuid) > after]
    page = rows[:limit]
    following = cursor_of(page[-1].uuid) if len(rows) > limit else None
    return {"items": [_discovery(each) for each in page], "next": following}


@API.get(
    "/discoveries/{slug}",
    response=answers(body_schemas.DiscoveryOut),
    summary="Get a discovery",
    url_name="discovery",
)
def discovery(request: HttpRequest, slug: str) -> Any:
    """Get a discovery by the slug in its address."""
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
    response=answers(list[body_schemas.KindOut]),
    summary="List the kinds of artifacts and their fields",
    url_name="kinds",
)
def kinds(request: HttpRequest, slug: str) -> Any:
    """List the kinds of artifacts and their fields. Kinds that aren't `writable` are read-only."""
    caller = caller_of(request)
    caller.discovery(slug)
    return [
        selectors.described(entry, is_reached=caller.may_write(entry))
        for entry in selectors.readable().values()
    ]


# --- Artifacts ------------------------------------------------------------------------------------


@API.get(
    "/discoveries/{slug}/artifacts/{kind}",
    response=answers(body_schemas.ArtifactPage),
    summary="List the artifacts of a kind",
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
    """List the artifacts of one kind, page by page. Filter them with `where=field:value`."""
    of = caller_of(request).discovery(slug)
    entry = selectors.entry_of(kind)
    with one_reading():
        rows, following = _paged(
            selectors.filtered(entry, selectors.rows_of(entry, of), where), cursor, limit
        )
        return {"items": selectors.artifact_records(entry, of, rows), "next": following}


@API.post(
    "/discoveries/{slug}/artifacts/{kind}",
    response={200: body_schemas.TriedOut, **answers(body_schemas.ArtifactOut, 201)},
    summary="Add an artifact",
    url_name="artifacts",
)
def artifact_add(
    request: HttpRequest,
    response: HttpResponse,
    slug: str,
    kind: str,
    sent: body_schemas.ArtifactNew,
    idempotency_key: str | None = Header(
        None,
        alias="Idempotency-Key",
        max_length=200,
        description="If you send the same request again, nothing is added and the answer is the same.",
    ),
    trial: bool = TRIAL,
) -> Any:
    """Add an artifact, by the rules of its form. With an `Idempotency-Key`, it's added only once. A trial
    answers 200."""
    caller = caller_of(request)
    entry = selectors.entry_of(kind)
    of = caller.to_write(slug, entry)
    request_key = f"{of.uuid} {kind} {idempotency_key}"
    uuid = uuid5(caller.key.uuid, request_key) if idempotency_key else None
    add = partial(services.add, actor=caller.actor, discovery=of, entry=entry)
    write = partial(add, parent=sent.parent, fields=sent.fields, uuid=uuid)
    if trial:
        return Status(200, trial_of(actor=caller.actor, discovery=of, entry=entry, uuid=uuid, write=write))
    return Status(201, current_record(entry, of, write().uuid, response))


@API.get(
    "/discoveries/{slug}/artifacts/{kind}/{uuid}",
    response={304: None, **answers(body_schemas.ArtifactOut)},
    summary="Get an artifact",
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
    """Get one artifact. Answers 304 if its ETag is still that of `If-None-Match`."""
    of = caller_of(request).discovery(slug)
    current = current_record(selectors.entry_of(kind), of, uuid, response)
    return Status(304, None) if is_held(_etag(current.revision), if_none_match) else Status(200, current)


@API.patch(
    "/discoveries/{slug}/artifacts/{kind}/{uuid}",
    response=answers(body_schemas.ArtifactOut | body_schemas.TriedOut),
    summary="Change fields of an artifact",
    url_name="artifact",
)
def artifact_change(
    request: HttpRequest,
    response: HttpResponse,
    slug: str,
    kind: str,
    uuid: UUID,
    sent: body_schemas.ArtifactChange,
    if_match: str | None = IF_MATCH,
    trial: bool = TRIAL,
) -> Any:
    """Change the fields you send, by the rules of the form. Answers 412 if the artifact changed since the
    revision of `If-Match`."""
    caller = caller_of(request)
    entry = selectors.entry_of(kind)
    of = caller.to_write(slug, entry)
    row = one(entry, of, uuid)
    revision = _revision(if_match)
    change = partial(services.change, actor=caller.actor, entry=entry, artifact=row)
    write = partial(change, revision=revision, fields=sent.fields)
    try:
        if trial:
            response.headers["ETag"] = _etag(row.revision)
            return trial_of(actor=caller.actor, discovery=of, entry=entry, uuid=uuid, write=write)
        write()
    except Stale as stale:
        raise problems.PreconditionFailed(str(stale)) from None
    return current_record(entry, of, uuid, response)


@API.api_operation(
    ["DELETE"],
    "/discoveries/{slug}/artifacts/{kind}/{uuid}",
    response={200: body_schemas.TriedOut, **answers(None, 204)},
    summary="Delete an artifact and its children",
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
    """Move an artifact and its children to the trash. Answers 412 if it changed since the revision of
    `If-Match`. A trial answers 200."""
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
        return Status(200, trial_of(actor=caller.actor, discovery=of, entry=entry, uuid=uuid, write=write))
    write()
    return Status(204, None)


@API.get(
    "/discoveries/{slug}/changes",
    response=answers(body_schemas.ChangePage),
    summary="List changes since a cursor",
    url_name="changes",
)
def changes(request: HttpRequest, slug: str, cursor: str = CURSOR, limit: int = LIMIT) -> Any:
    """List changes since the cursor, oldest first. Start without a cursor, and keep the one from each
    answer."""
    of = caller_of(request).discovery(slug)
    items, last = changes_since(of, operation_at(cursor, of) if cursor else 0, limit)
    return {"items": items, "next": cursor_after(last, of)}


# --- A text ---------------------------------------------------------------------------------------


@API.post(
    "/discoveries/{slug}/text",
    response=answers(body_schemas.TextOut),
    summary="Import a text, or preview the import",
    url_name="text",
)
def text_add(request: HttpRequest, slug: str, sent: body_schemas.TextIn) -> Any:
    """Merge a text (docs/texts.md) into the discovery: all of it or nothing, in one operation. A `trial`
    writes nothing and answers with a `digest` of the result. Send the text with that digest to import
    exactly this result. The answer is 409 if it would differ now."""
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
        preview = preview_of(came.plan, place_in_words)
    return {
        "added": came.added,
        "changed": preview.changed,
        "unchanged": preview.stay,
        "not_taken": [*came.not_taken],
        "questions": [*map(in_words, came.questions)],
        "digest": came.digest,
        "operation": None if sent.trial or came.operation is None else came.operation.uuid,
        "rows": preview.rows,
        "more": preview.more,
    }
