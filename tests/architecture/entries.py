"""What a line of the table of addresses says: who may go there, and how to fill it from a world."""

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
KEYLESS = "401"

ROLES = (
    "anonymous",
    "guest",
    "guest elsewhere",
    "removed guest",
    "paired remote",
    "paired stage",
    "stranger",
    "former member",
    "member",
    "viewer",
    "editor",
    "facilitator",
    "organization facilitator",
    "admin",
)
_WITHOUT_ACCOUNT = ("anonymous", "guest", "guest elsewhere", "removed guest", "paired remote", "paired stage")
_OUTSIDE = ("stranger", "former member")
_NO_ACCESS = (*_OUTSIDE, "member", "organization facilitator")


def _answers(**groups: tuple[str, ...]) -> dict[str, str]:
    """By role; who is not named is let in."""
    named = {"login": LOGIN, "join": JOIN, "forbidden": FORBIDDEN, "unknown": UNKNOWN}
    answers = dict.fromkeys(ROLES, OPEN)
    for answer, roles in groups.items():
        answers.update(dict.fromkeys(roles, named[answer]))
    return answers


def _but(roles: tuple[str, ...], *let_in: str) -> tuple[str, ...]:
    return tuple(role for role in roles if role not in let_in)


_ALL_BUT_GUEST = _but(ROLES, "guest")
_ALL_BUT_STAFF = _but(ROLES, "viewer", "editor", "facilitator", "admin")
# What each access marker (discovery/web/access.py) answers to whom.
ANSWERS: dict[str, dict[str, str]] = {
    "nowhere": _answers(unknown=ROLES),
    "public": _answers(),
    # Who was removed is told so, and not let in again by the code.
    "public:join": _answers(forbidden=("removed guest",)),
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
    # Teams, seen from a discovery, are its organization's: its facilitators and admins change them, and of
    # those here only the admin sees the discovery, too.
    "organization's teams": _answers(
        login=_WITHOUT_ACCOUNT, unknown=_NO_ACCESS, forbidden=("viewer", "editor", "facilitator")
    ),
    "discovery:noted": _answers(login=_WITHOUT_ACCOUNT, unknown=_NO_ACCESS, forbidden=("viewer", "editor")),
    "console": _answers(login=_WITHOUT_ACCOUNT, unknown=_NO_ACCESS, forbidden=("viewer", "editor")),
    # What the console writes for the organization.
    "console's roles": _answers(
        login=_WITHOUT_ACCOUNT, unknown=_NO_ACCESS, forbidden=("viewer", "editor", "facilitator")
    ),
    # A phone that is paired as the remote does here what the facilitator does who paired it.
    "remote": _answers(
        login=_but(_WITHOUT_ACCOUNT, "paired remote"), unknown=_NO_ACCESS, forbidden=("viewer", "editor")
    ),
    # GET; what a page's script sends gets 403 with the sentence instead (expected_answer).
    "room": _answers(join=_ALL_BUT_GUEST),
    # Never leads elsewhere: it takes what a page's script sends.
    "contributor": _answers(forbidden=_ALL_BUT_GUEST),
    "stage": _answers(login=_but(_WITHOUT_ACCOUNT, "guest", "paired stage"), unknown=_NO_ACCESS),
    # For who came by the link for observers: nobody here.
    "observer": _answers(forbidden=ROLES),
    # Views for all surfaces answer as the surface in their query does, but never lead elsewhere.
    "surface=console": _answers(unknown=_ALL_BUT_STAFF, forbidden=("viewer", "editor")),
    "surface=remote": _answers(unknown=_but(_ALL_BUT_STAFF, "paired remote"), forbidden=("viewer", "editor")),
    "surface=room": _answers(forbidden=_ALL_BUT_GUEST),
    "surface=observer": _answers(forbidden=ROLES),
    "surface=stage": _answers(unknown=_but(_ALL_BUT_STAFF, "guest", "paired stage")),
    # For programs: nobody here has a key.
    "measurement_key": dict.fromkeys(ROLES, KEYLESS),
    "api_key": dict.fromkeys(ROLES, KEYLESS),
    "api_key:discovery": dict.fromkeys(ROLES, KEYLESS),
    # What an operation takes depends on the operation: here it is one that an editor may do.
    "undo": _answers(unknown=(*_WITHOUT_ACCOUNT, *_NO_ACCESS), forbidden=("viewer",)),
    # allauth guards its pages itself.
    "allauth:signed_in": _answers(login=_WITHOUT_ACCOUNT),
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
        if self.access.startswith("discovery:") or self.access == "api_key:discovery":
            scope["slug"] = half.discovery.slug
        if (
            self.access
            in ("room", "contributor", "console", "remote", "stage", "observer", "surface", "stream")
            or self.name == "discovery:join"
        ):
            scope["code"] = half.workshop.code
        return scope


def _filled(half: Half, what: str) -> object:
    assert hasattr(half, what), f"the world of its app (tests/architecture/world*.py) makes half.{what}"
    value = getattr(half, what)
    return value if isinstance(value, str) else value.uuid


def entry(
    name: str, access: str, methods: tuple[str, ...], *, query: str = "", answers: str = "", **ids: str
) -> Entry:
    return Entry(name, access, methods, ids, query=query, answers=answers)


def on_all_surfaces(name: str, access: str, **text: str) -> list[Entry]:
    return [
        Entry(name, access, GET, text=text, query=f"?surface={each}", answers=f"surface={each}")
        for each in ("room", "console", "remote", "stage", "observer")
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
    if response.status_code in (401, 403, 404):
        return str(response.status_code)
    if response.status_code >= 500 and response.status_code != 503:
        return f"broken: {response.status_code}"
    return OPEN
