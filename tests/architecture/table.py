"""Every address of Headwaters, who may go there, and how to fill it from a world.

A new address gets its line here; test_access.py fails until it has one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.architecture.world import Half

GET = ("GET",)
POST = ("POST",)
BOTH = ("GET", "POST")

# Answers, as a person meets them.
OPEN = "let in"
LOGIN = "sent to sign in"
JOIN = "sent to join"
FORBIDDEN = "403"
UNKNOWN = "404"

ROLES = (
    "anonymous",
    "guest",
    "guest elsewhere",
    "removed guest",
    "stranger",
    "former member",
    "member",
    "viewer",
    "editor",
    "facilitator",
    "organization facilitator",
    "admin",
)
_WITHOUT_ACCOUNT = ("anonymous", "guest", "guest elsewhere", "removed guest")
_OUTSIDE = ("stranger", "former member")
_NO_ACCESS = (*_OUTSIDE, "member", "organization facilitator")


def _answers(**groups: tuple[str, ...]) -> dict[str, str]:
    """By role; who is not named is let in."""
    named = {"login": LOGIN, "join": JOIN, "forbidden": FORBIDDEN, "unknown": UNKNOWN}
    found = dict.fromkeys(ROLES, OPEN)
    for answer, roles in groups.items():
        found.update(dict.fromkeys(roles, named[answer]))
    return found


_ALL_BUT_GUEST = tuple(role for role in ROLES if role != "guest")
_ALL_BUT_STAFF = tuple(role for role in ROLES if role not in ("viewer", "editor", "facilitator", "admin"))
# What each access marker (discovery/web/access.py) answers to whom.
ANSWERS: dict[str, dict[str, str]] = {
    "public": _answers(),
    "signed_in": _answers(login=_WITHOUT_ACCOUNT),
    "organization:member": _answers(login=_WITHOUT_ACCOUNT, unknown=_OUTSIDE),
    "organization:facilitator": _answers(
        login=_WITHOUT_ACCOUNT, unknown=_OUTSIDE, forbidden=("member", "viewer", "editor", "facilitator")
    ),
    "organization:admin": _answers(
        login=_WITHOUT_ACCOUNT,
        unknown=_OUTSIDE,
        forbidden=("member", "viewer", "editor", "facilitator", "organization facilitator"),
    ),
    "discovery:viewer": _answers(login=_WITHOUT_ACCOUNT, unknown=_NO_ACCESS),
    "discovery:editor": _answers(login=_WITHOUT_ACCOUNT, unknown=_NO_ACCESS, forbidden=("viewer",)),
    "discovery:facilitator": _answers(
        login=_WITHOUT_ACCOUNT, unknown=_NO_ACCESS, forbidden=("viewer", "editor")
    ),
    "console": _answers(login=_WITHOUT_ACCOUNT, unknown=_NO_ACCESS, forbidden=("viewer", "editor")),
    # GET; what a page's script sends gets 403 with the sentence instead (expected_answer).
    "room": _answers(join=_ALL_BUT_GUEST),
    "stage": _answers(login=tuple(role for role in _WITHOUT_ACCOUNT if role != "guest"), unknown=_NO_ACCESS),
    # Views for all three surfaces answer as the surface in their query does, but never lead elsewhere.
    "surface=console": _answers(unknown=_ALL_BUT_STAFF, forbidden=("viewer", "editor")),
    "surface=room": _answers(forbidden=_ALL_BUT_GUEST),
    "surface=stage": _answers(unknown=tuple(role for role in _ALL_BUT_STAFF if role != "guest")),
    # What an operation takes depends on the operation: here it is one that an editor may do.
    "undo": _answers(unknown=(*_WITHOUT_ACCOUNT, *_NO_ACCESS), forbidden=("viewer",)),
    # allauth guards its pages itself; a sign-in that no provider began starts from the front.
    "allauth:signed_in": _answers(login=_WITHOUT_ACCOUNT),
    "allauth:begun": _answers(login=ROLES),
    "allauth:unknown": _answers(unknown=ROLES),
}


@dataclass(frozen=True)
class Entry:
    """One address: its name, the marker of its view, the methods it takes, and for each of its parameters the
    name of what fills it in a half of the world (`text` fills it literally). `answers` names a line of
    ANSWERS where the marker alone does not say it."""

    name: str
    access: str
    methods: tuple[str, ...]
    ids: dict[str, str] = field(default_factory=dict)
    text: dict[str, str] = field(default_factory=dict)
    query: str = ""
    answers: str = ""

    @property
    def label(self) -> str:
        return self.name + self.query

    def expected(self, role: str, method: str) -> str:
        answer = ANSWERS[self.answers or self.access][role]
        return FORBIDDEN if answer == JOIN and method == "POST" else answer

    def url(self, half: Half, **replaced: object) -> str:
        """The address in this half; `replaced` are parameters from somewhere else."""
        filled: dict[str, object] = {name: _filled(half, what) for name, what in self.ids.items()}
        return (
            reverse(self.name, kwargs={**self._scope(half), **filled, **self.text, **replaced}) + self.query
        )

    def _scope(self, half: Half) -> dict[str, object]:
        scope: dict[str, object] = {}
        if self.access.startswith("organization:"):
            scope["organization_slug"] = half.organization.slug
        if self.access.startswith("discovery:"):
            scope["slug"] = half.discovery.slug
        if self.access in ("room", "console", "stage", "surface", "stream") or self.name == "discovery:join":
            scope["code"] = half.workshop.code
        return scope


def _filled(half: Half, what: str) -> object:
    found = getattr(half, what)
    return found if isinstance(found, str) else found.uuid


def _entry(
    name: str, access: str, methods: tuple[str, ...], *, query: str = "", answers: str = "", **ids: str
) -> Entry:
    return Entry(name, access, methods, ids, query=query, answers=answers)


def _surfaces(name: str, access: str, **text: str) -> list[Entry]:
    return [
        Entry(name, access, GET, text=text, query=f"?surface={each}", answers=f"surface={each}")
        for each in ("room", "console", "stage")
    ]


_e = _entry
TABLE: list[Entry] = [
    _e("discovery:home", "public", GET),
    _e("discovery:healthz", "public", GET),
    _e("discovery:sign_in", "public", BOTH, token="sign_in_token"),
    _e("discovery:operation_undo", "public", POST, answers="undo", uuid="operation"),
    _e("discovery:developer_components", "public", GET),
    # An organization
    _e("discovery:organization_create", "signed_in", BOTH),
    _e("discovery:organization_overview", "organization:member", GET),
    _e("discovery:organization_edit", "organization:admin", BOTH),
    _e("discovery:organization_members", "organization:member", GET),
    _e("discovery:member_add", "organization:admin", BOTH),
    _e("discovery:member_edit", "organization:admin", BOTH, uuid="membership"),
    _e("discovery:member_link", "organization:admin", POST, uuid="membership"),
    _e("discovery:member_remove", "organization:admin", POST, uuid="membership"),
    _e("discovery:domain_add", "organization:facilitator", BOTH),
    _e("discovery:domain_edit", "organization:facilitator", BOTH, uuid="domain"),
    _e("discovery:domain_delete", "organization:admin", POST, uuid="domain"),
    _e("discovery:organization_people", "organization:member", GET),
    _e("discovery:person_add", "organization:facilitator", BOTH),
    _e("discovery:person_edit", "organization:facilitator", BOTH, uuid="person"),
    _e("discovery:person_delete", "organization:facilitator", POST, uuid="person"),
    _e("discovery:team_add", "organization:facilitator", BOTH),
    _e("discovery:team_edit", "organization:facilitator", BOTH, uuid="team"),
    _e("discovery:team_delete", "organization:facilitator", POST, uuid="team"),
    _e("discovery:team_member_add", "organization:facilitator", BOTH, uuid="team"),
    _e("discovery:team_member_remove", "organization:facilitator", POST, uuid="team_member"),
    _e("discovery:role_add", "organization:facilitator", BOTH),
    _e("discovery:role_edit", "organization:facilitator", BOTH, uuid="role"),
    _e("discovery:role_delete", "organization:facilitator", POST, uuid="role"),
    _e("discovery:allocation_add", "organization:facilitator", BOTH, uuid="role"),
    _e("discovery:allocation_remove", "organization:facilitator", POST, uuid="allocation"),
    # A discovery
    _e("discovery:discovery_create", "signed_in", BOTH),
    _e("discovery:discovery_overview", "discovery:viewer", GET),
    _e("discovery:discovery_settings", "discovery:facilitator", BOTH),
    _e("discovery:discovery_delete", "discovery:facilitator", POST),
    _e("discovery:discovery_access", "discovery:viewer", GET),
    _e("discovery:access_add", "discovery:facilitator", BOTH),
    _e("discovery:access_edit", "discovery:facilitator", BOTH, uuid="access"),
    _e("discovery:access_remove", "discovery:facilitator", POST, uuid="access"),
    _e("discovery:discovery_decisions", "discovery:viewer", GET),
    _e("discovery:decision_add", "discovery:editor", BOTH),
    _e("discovery:decision_edit", "discovery:editor", BOTH, uuid="decision"),
    _e("discovery:decision_delete", "discovery:editor", POST, uuid="decision"),
    _e("discovery:discovery_history", "discovery:viewer", GET),
    _e("discovery:report", "discovery:viewer", GET),
    _e("discovery:report_request", "discovery:editor", POST),
    _e("discovery:report_download", "discovery:viewer", GET, uuid="export"),
    _e("discovery:report_delete", "discovery:editor", POST, uuid="export"),
    _e("discovery:workshop_list", "discovery:viewer", GET),
    _e("discovery:workshop_create", "discovery:facilitator", BOTH),
    _e("discovery:workshop", "discovery:viewer", GET, uuid="workshop"),
    _e("discovery:workshop_edit", "discovery:facilitator", BOTH, uuid="workshop"),
    _e("discovery:workshop_delete", "discovery:facilitator", POST, uuid="workshop"),
    _e("discovery:activity_add", "discovery:facilitator", POST, uuid="workshop"),
    _e("discovery:agenda_order", "discovery:facilitator", POST, uuid="workshop"),
    _e("discovery:activity_edit", "discovery:facilitator", BOTH, uuid="workshop", activity="activity"),
    _e("discovery:activity_delete", "discovery:facilitator", POST, uuid="workshop", activity="activity"),
    # Its value tree
    _e("lvt:tree", "discovery:viewer", GET),
    _e("lvt:tree", "discovery:viewer", GET, query="?present"),
    _e("lvt:tree_diagram", "discovery:viewer", GET),
    _e("lvt:tree_diagram_svg", "discovery:viewer", GET),
    _e("lvt:vision_edit", "discovery:editor", BOTH),
    _e("lvt:goal_add", "discovery:editor", BOTH),
    _e("lvt:goal_order", "discovery:editor", POST),
    _e("lvt:goal_edit", "discovery:editor", BOTH, uuid="goal"),
    _e("lvt:goal_delete", "discovery:editor", POST, uuid="goal"),
    _e("lvt:hypothesis_add", "discovery:editor", BOTH, uuid="goal"),
    _e("lvt:hypothesis_order", "discovery:editor", POST, uuid="goal"),
    _e("lvt:hypothesis_edit", "discovery:editor", BOTH, uuid="hypothesis"),
    _e("lvt:hypothesis_state", "discovery:editor", POST, uuid="hypothesis"),
    _e("lvt:hypothesis_delete", "discovery:editor", POST, uuid="hypothesis"),
    _e("lvt:initiative_add", "discovery:editor", BOTH, uuid="hypothesis"),
    _e("lvt:initiative_order", "discovery:editor", POST, uuid="hypothesis"),
    _e("lvt:initiative_edit", "discovery:editor", BOTH, uuid="initiative"),
    _e("lvt:initiative_delete", "discovery:editor", POST, uuid="initiative"),
    *(
        Entry(name, "discovery:editor", methods, {"uuid": kind}, {"kind": kind})
        for name, methods in (("lvt:measure_add", BOTH), ("lvt:measure_order", POST))
        for kind in ("goal", "hypothesis", "initiative")
    ),
    _e("lvt:measure", "discovery:viewer", GET, uuid="measure"),
    _e("lvt:measure_edit", "discovery:editor", BOTH, uuid="measure"),
    _e("lvt:measure_delete", "discovery:editor", POST, uuid="measure"),
    _e("lvt:value_add", "discovery:editor", BOTH, uuid="measure"),
    _e("lvt:value_edit", "discovery:editor", BOTH, uuid="measure", value_uuid="value"),
    _e("lvt:value_delete", "discovery:editor", POST, uuid="measure", value_uuid="value"),
    # Its use cases and their prioritization
    _e("lvt:use_case_list", "discovery:viewer", GET),
    _e("lvt:use_case_list", "discovery:viewer", GET, query="?loose"),
    _e("lvt:use_case_add", "discovery:editor", BOTH),
    _e("lvt:use_case_order", "discovery:editor", POST),
    _e("lvt:use_case", "discovery:viewer", GET, uuid="use_case"),
    _e("lvt:use_case_edit", "discovery:editor", BOTH, uuid="use_case"),
    _e("lvt:use_case_delete", "discovery:editor", POST, uuid="use_case"),
    _e("lvt:prioritization", "discovery:viewer", GET),
    _e("lvt:method", "discovery:viewer", GET),
    _e("lvt:method_preset", "discovery:facilitator", POST),
    _e("lvt:method_change", "discovery:facilitator", BOTH, uuid="method"),
    _e("lvt:method_copy", "discovery:facilitator", POST, uuid="method"),
    _e("lvt:criterion_add", "discovery:facilitator", BOTH, uuid="method"),
    _e("lvt:criteria_order", "discovery:facilitator", POST, uuid="method"),
    _e("lvt:criterion_change", "discovery:facilitator", BOTH, uuid="criterion"),
    _e("lvt:criterion_delete", "discovery:facilitator", POST, uuid="criterion"),
    # Joining
    _e("discovery:join_code", "public", BOTH),
    _e("discovery:join", "public", BOTH),
    _e("discovery:join_again", "public", BOTH, token="personal_token"),
    # A workshop
    _e("discovery:room", "room", GET),
    _e("discovery:console", "console", GET),
    _e("discovery:stage", "stage", GET),
    *_surfaces("discovery:events", "stream"),
    *_surfaces("discovery:region", "surface", key="progress"),
    _e("discovery:room_done", "room", POST),
    _e("discovery:participant_details", "room", BOTH),
    _e("discovery:participant_link", "room", GET),
    _e("discovery:console_invite", "console", GET),
    _e("discovery:workshop_start", "console", POST),
    _e("discovery:workshop_end", "console", POST),
    _e("discovery:workshop_reopen", "console", POST),
    _e("discovery:workshop_move", "console", POST),
    _e("discovery:workshop_timer", "console", POST),
    _e("discovery:participant_remove", "console", POST, uuid="colleague"),
    _e("lvt:score", "room", POST),
    _e("lvt:room_card_add", "room", POST),
    _e("lvt:room_card_edit", "room", BOTH, uuid="card"),
    _e("lvt:room_card_delete", "room", POST, uuid="card"),
    _e("lvt:round_open", "console", POST),
    _e("lvt:round_reveal", "console", POST, uuid="round"),
    _e("lvt:shortlist_decide", "console", BOTH, activity_uuid="deciding"),
    # Accounts: allauth's own views
    _e("account_login", "allauth", BOTH, answers="public"),
    _e("account_logout", "allauth", BOTH, answers="public"),
    _e("account_inactive", "allauth", GET, answers="public"),
    _e("account_signup", "allauth", BOTH, answers="public"),
    _e("account_reauthenticate", "allauth", GET, answers="allauth:signed_in"),
    _e("account_email", "allauth", BOTH, answers="allauth:signed_in"),
    _e("account_email_verification_sent", "allauth", GET, answers="public"),
    _e("account_change_password", "allauth", BOTH, answers="allauth:signed_in"),
    _e("account_set_password", "allauth", BOTH, answers="allauth:signed_in"),
    _e("account_reset_password", "allauth", BOTH, answers="public"),
    _e("account_reset_password_done", "allauth", GET, answers="public"),
    _e("account_reset_password_from_key_done", "allauth", GET, answers="public"),
    _e("account_confirm_login_code", "allauth", GET, answers="allauth:signed_in"),
    Entry("account_confirm_email", "allauth", GET, text={"key": "none"}, answers="public"),
    Entry(
        "account_reset_password_from_key",
        "allauth",
        GET,
        text={"uidb36": "1", "key": "none"},
        answers="public",
    ),
    _e("socialaccount_login_cancelled", "allauth", GET, answers="public"),
    _e("socialaccount_login_error", "allauth", GET, answers="public"),
    _e("socialaccount_signup", "allauth", GET, answers="allauth:begun"),
    _e("socialaccount_connections", "allauth", GET, answers="allauth:signed_in"),
    # No provider is set up in the tests.
    *(
        Entry(name, "allauth", GET, text={"provider_id": "company"}, answers="allauth:unknown")
        for name in ("openid_connect_login", "openid_connect_callback")
    ),
]


def addresses(
    patterns: list[URLPattern | URLResolver] | None = None, namespace: str = "", route: str = ""
) -> Iterator[tuple[str, str, URLPattern]]:
    """Name, route and pattern of every address of the project, those of included apps too."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        path = route + str(each.pattern)
        if isinstance(each, URLResolver):
            inner = f"{namespace}{each.namespace}:" if each.namespace else namespace
            yield from addresses(each.url_patterns, inner, path)
        else:
            yield f"{namespace}{each.name}", path, each


def answer_of(response: HttpResponseBase) -> str:
    """What the person got, in the words of this table."""
    location = response.headers.get("Location", "")
    if response.status_code in (301, 302, 303) and location.startswith(reverse("account_login")):
        return LOGIN
    if response.status_code in (301, 302, 303) and location.startswith(reverse("discovery:join_code")):
        return JOIN
    if response.status_code in (403, 404):
        return str(response.status_code)
    if response.status_code >= 500 and response.status_code != 503:
        return f"broken: {response.status_code}"
    return OPEN
