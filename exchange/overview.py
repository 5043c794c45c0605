"""The offers of an empty discovery: start from the last one of its domain, import, and prepared workshops;
and search entries for files and personal data."""

from typing import Any

from django.utils.translation import gettext_lazy

from discovery.models import Discovery
from discovery.permissions import may_edit
from discovery.registries import AddedPart, actions, added_parts
from exchange.next_discovery.selectors import last_before, prepared_workshops
from organizations import registries
from organizations.actors import Actor
from workshops.contributions.notes.selectors import BOARD
from workshops.models import Activity
from workshops.organization_page.selectors import next_workshop
from workshops.selectors.search_action_workshops import next_place


def register_own() -> None:
    """Register the parts of the overview, tabs of an organization, and actions."""
    added_parts.register(AddedPart("last", 5, "exchange/overview_last.html", _last, page="first"))
    added_parts.register(AddedPart("new", 3, "exchange/overview_new.html", _new, page="first"))
    registries.organization_pages.register(
        registries.AddedPage(
            "audit",
            gettext_lazy("Audit log"),
            "discovery:organization_audit",
            85,
            about=gettext_lazy("Every change, with the person and the time"),
            is_rare=True,
        ),
        registries.AddedPage(
            "kept",
            gettext_lazy("Data retention"),
            "discovery:organization_kept",
            90,
            about=gettext_lazy("Periods for personal data, and erasing a person"),
            is_rare=True,
        ),
    )
    actions.register(
        registries.Action(
            "import",
            gettext_lazy("Import data"),
            "discovery:bring_in",
            ("import", "upload", "spreadsheet", "Excel", "CSV", "file", "paste", "load", "bulk", "text file"),
            icon="upload",
        ),
        registries.Action(
            "import_notes",
            gettext_lazy("Import notes from a whiteboard"),
            "discovery:notes_bring_in",
            ("whiteboard", "Miro", "Mural", "sticky notes", "stickies", "import notes", "post-it"),
            icon="upload",
            place=_next_board,
        ),
    )
    registries.organization_actions.register(
        registries.Action(
            "import_discovery",
            gettext_lazy("Import a discovery"),
            "discovery:import_upload",
            ("import discovery", "copy discovery", "move discovery", "upload discovery", "JSON"),
            icon="upload",
        ),
        registries.Action(
            "erase",
            gettext_lazy("Erase a person"),
            "discovery:organization_kept",
            ("GDPR", "erase", "privacy", "forget", "personal data", "delete person", "remove person"),
            anchor="erase",
            icon="trash",
        ),
        registries.Action(
            "delete_account",
            gettext_lazy("Delete your account"),
            "discovery:account_delete",
            ("delete account", "delete my account", "close account"),
            icon="trash",
            place=registries.place_of_account,
        ),
    )


def _next_board(discovery: Discovery) -> registries.ActionPlace | None:
    """The first brainstorm of the workshop that is live or comes next."""
    workshop = next_place(discovery)
    if workshop is None:
        return None
    boards = Activity.objects.filter(track__workshop__uuid=workshop.args[1], kind=BOARD)
    board = boards.order_by("track__breakout", "position", "pk").first()
    return registries.ActionPlace((*workshop.args, board.uuid), workshop.name) if board else None


def _last(discovery: Discovery, actor: Actor) -> dict[str, Any] | None:
    last = last_before(actor, discovery) if may_edit(actor, discovery) else None
    return {"last": last} if last else None


def _new(discovery: Discovery, actor: Actor) -> dict[str, Any] | None:
    prepared = prepared_workshops(discovery) if may_edit(actor, discovery) else []
    first = next_workshop(prepared)  # the top of the page has it
    return {"others": [each for each in prepared if each != first]} if prepared else None
