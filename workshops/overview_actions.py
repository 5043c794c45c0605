"""Actions that people look up in a discovery and its workshops."""

from django.utils.translation import gettext_lazy

from discovery.models import Discovery
from discovery.registries import actions
from organizations.registries import Action, organization_actions, place_of_account
from workshops.selectors.search_action_workshops import begun_place, first_place, next_place, next_room


def register_own() -> None:
    """Register the actions on the pages of this app, and on those of the discovery itself."""
    at_workshop = _at_a_workshop()
    # Without a workshop, what people look up to do with one begins with a new one.
    begin = dict.fromkeys(word for each in at_workshop for word in each.words)
    label, address = gettext_lazy("New workshop"), "discovery:workshop_create"
    first = Action("first_workshop", label, address, tuple(begin), icon="calendar", place=first_place)
    actions.register(*at_workshop, first, _after_a_workshop(), *_new(), *_of_the_discovery())
    organization_actions.register(
        Action(
            "template",
            gettext_lazy("Upload an agenda template"),
            "discovery:template_upload",
            ("template", "agenda template", "import template"),
            icon="upload",
        ),
        Action(
            "discovery",
            gettext_lazy("Start a discovery"),
            "discovery:discovery_create",
            ("new discovery", "create discovery", "add discovery", "project", "start"),
            done_by="discovery:organization_tree",
            icon="plus",
            place=place_of_account,
        ),
        Action(
            "workshop_now",
            gettext_lazy("Start a workshop"),
            "discovery:workshop_now",
            ("start", "new workshop", "now", "quick start", "session"),
            done_by="discovery:organization_tree",
            icon="plus",
            place=place_of_account,
        ),
    )


def _at_a_workshop() -> tuple[Action[Discovery], ...]:
    """Actions on the workshop that is live or comes next."""
    return (
        Action(
            "start",
            gettext_lazy("Start the workshop"),
            "discovery:console",
            ("start", "go live", "begin", "launch", "run", "live"),
            icon="play",
            place=next_room,
        ),
        Action(
            "console",
            gettext_lazy("Open the console"),
            "discovery:console",
            (
                *("console", "host", "moderate", "facilitate", "timer", "pause", "stop", "end workshop"),
                *("message", "spotlight", "observer", "raise hand", "lock room"),
            ),
            icon="monitor",
            place=next_room,
        ),
        Action(
            "invite",
            gettext_lazy("Invite participants"),
            "discovery:workshop",
            (
                *("invite", "invite people", "invitation", "participants", "guest", "attendees", "phone"),
                *("QR", "QR code", "join", "join code", "code", "link", "copy link"),
            ),
            anchor="invite-title",
            icon="qr",
            place=next_place,
        ),
        Action(
            "agenda",
            gettext_lazy("Edit the agenda"),
            "discovery:workshop",
            (
                *("agenda", "activity", "add activity", "breakout", "poll", "brainstorm", "break", "minutes"),
                "upload slides",
            ),
            anchor="agenda",
            done_by="discovery:activity_add",
            icon="agenda",
            place=next_place,
        ),
        Action(
            "stage",
            gettext_lazy("Open the stage"),
            "discovery:stage",
            ("stage", "projector", "beamer", "screen", "big screen", "present", "presentation", "show", "TV"),
            icon="monitor",
            place=next_room,
        ),
        Action(
            "remote",
            gettext_lazy("Open the remote control"),
            "discovery:remote",
            ("remote", "clicker", "phone", "control", "presenter"),
            icon="hand",
            place=next_room,
        ),
        Action(
            "run_sheet",
            gettext_lazy("Print the run sheet"),
            "discovery:run_sheet",
            ("print", "print agenda", "run of show", "facilitation plan", "handout", "script", "paper"),
            icon="print",
            place=next_place,
        ),
        Action(
            "edit_workshop",
            gettext_lazy("Edit the workshop"),
            "discovery:workshop_edit",
            (
                *("language", "reschedule", "postpone", "rename workshop", "start time", "date", "calendar"),
                *("workshop settings", "translate", "English", "German", "French", "Spanish"),
            ),
            icon="edit",
            place=next_place,
        ),
        Action(
            "delete_workshop",
            gettext_lazy("Delete the workshop"),
            "discovery:workshop",
            ("delete", "delete workshop", "cancel workshop", "cancel"),
            anchor="delete-workshop",
            done_by="discovery:workshop_delete",
            icon="trash",
            place=next_place,
        ),
    )


def _after_a_workshop() -> Action[Discovery]:
    return Action(
        "share_results",
        gettext_lazy("Share the results"),
        "discovery:results_share",
        ("share", "share results", "share workshop", "publish", "send", "email results", "results"),
        icon="share",
        place=begun_place,
    )


def _new() -> tuple[Action[Discovery], ...]:
    """Actions that begin with their own form."""
    return (
        Action(
            "workshop",
            gettext_lazy("New workshop"),
            "discovery:workshop_create",
            (
                *("plan workshop", "prepare workshop", "schedule", "session", "meeting", "agenda"),
                *("template", "new agenda", "duplicate", "copy workshop", "clone"),
            ),
            icon="calendar",
        ),
        Action(
            "capture",
            gettext_lazy("Capture"),
            "discovery:capture",
            ("note", "add note", "idea", "write down"),
            icon="flag",
        ),
        *(
            Action(f"capture_{kind}", label, "discovery:capture", words, query=f"kind={kind}", icon="flag")
            for kind, label, words in (
                ("action", gettext_lazy("Add an action"), ("task", "to-do", "todo", "assign", "action item")),
                ("question", gettext_lazy("Add an open question"), ("ask", "add question", "new question")),
                ("risk", gettext_lazy("Add a risk"), ("threat", "concern")),
                ("parking_lot", gettext_lazy("Park a topic"), ("park", "later", "add to the parking lot")),
            )
        ),
        Action(
            "decision",
            gettext_lazy("Log a decision"),
            "discovery:decision_add",
            ("decide", "record decision", "agree", "conclude"),
            icon="check",
        ),
    )


def _of_the_discovery() -> tuple[Action[Discovery], ...]:
    return (
        Action(
            "access",
            gettext_lazy("Give access"),
            "discovery:access_add",
            (
                *("invite", "share", "share discovery", "add person", "add member", "colleague"),
                *("permission", "permissions", "rights", "editor", "viewer", "facilitator"),
            ),
            icon="lock",
        ),
        Action(
            "settings",
            gettext_lazy("Edit name and dates"),
            "discovery:discovery_settings",
            ("settings", "rename", "rename discovery", "edit discovery", "configure", "options", "deadline"),
            icon="gear",
        ),
        Action(
            "undo",
            gettext_lazy("Undo a change"),
            "discovery:discovery_history",
            ("undo", "restore", "recover", "revert", "trash", "undelete", "deleted", "mistake"),
            done_by="discovery:capture",
            icon="undo",
        ),
        Action(
            "delete",
            gettext_lazy("Delete the discovery"),
            "discovery:discovery_overview",
            ("delete", "remove", "archive", "close discovery"),
            anchor="delete-discovery",
            done_by="discovery:discovery_delete",
            icon="trash",
        ),
        Action(
            "theme",
            gettext_lazy("Change the theme"),
            "discovery:discovery_overview",
            ("dark", "dark mode", "light mode", "night", "appearance", "contrast"),
            anchor="account-menu",
            icon="moon",
        ),
    )
