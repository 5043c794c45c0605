"""Large boards: too much to push to every screen, so that screens fetch them in pages.

What is pushed instead is small: where the pages lie. They come out of a cache of this process, compressed
once for all who fetch them. Later changes of single items are pushed as on any board.
"""

import gzip
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext as _, ngettext

from workshops.models import Activity

MOST_PUSHED: Final = 60
"""Items up to which a board is pushed whole."""
MOST_LETTERS: Final = 24_000
"""Letters of HTML up to which it is: 30 kB to two hundred people takes most of a second."""
PER_PAGE: Final = 500
"""Items of a page: each page costs each phone a request, and a page of this size is some 20 kB compressed."""
KEPT: Final = 48
"""Boards that are kept: what a few rooms show at a time, on all of their surfaces, in several languages."""


@dataclass(frozen=True, slots=True)
class DrawnBoard:
    """All items of a board as one drawing at `revision` showed them in a language, in pages of HTML."""

    activity: Activity
    language: str
    revision: int
    phase: str
    count: int
    pages: tuple[bytes, ...]
    _compressed: dict[int, bytes] = field(default_factory=dict, compare=False)

    def compressed(self, page: int) -> bytes:
        """A page as gzip; compressed when it is first asked for."""
        if page not in self._compressed:
            self._compressed[page] = gzip.compress(self.pages[page], 5, mtime=0)
        return self._compressed[page]

    def shell(self, audience: str, track: str | None) -> SafeString:
        """The placeholder that a screen gets instead of the items: the addresses of the pages, for
        static/js/regions.js."""
        query = {"surface": audience, "language": self.language, "rev": str(self.revision)}
        query |= {"track": track} if track else {}
        code = self.activity.track.workshop.code
        pages = (
            f"{reverse('discovery:board', args=[code, self.activity.uuid, page])}?{urlencode(query)}"
            for page in range(len(self.pages))
        )
        return format_html(
            '<p class="muted" role="status" data-board="{}">{}</p>',
            " ".join(pages),
            ngettext("Loading %(count)s item…", "Loading %(count)s items…", self.count)
            % {"count": self.count},
        )


def is_large(items: Sequence[SafeString]) -> bool:
    """Return True if these items are too much to be pushed."""
    return len(items) > MOST_PUSHED or sum(map(len, items)) > MOST_LETTERS


def placeholder() -> SafeString:
    """The HTML in place of a large board that is already on the screen, or comes by the stream at once."""
    return format_html('<p class="muted" role="status" data-board-keep>{}</p>', _("Loading…"))


_boards: OrderedDict[tuple[str, str, str], DrawnBoard] = OrderedDict()
_lock = threading.Lock()


def _slot(activity_uuid: str, look: str) -> tuple[str, str, str]:
    return activity_uuid, look, get_language()


def cache_board(activity: Activity, look: str, revision: int, items: Sequence[SafeString]) -> DrawnBoard:
    """Cache a drawing of a board for those who will fetch it; one that is newer already stays."""
    pages = (items[start : start + PER_PAGE] for start in range(0, max(1, len(items)), PER_PAGE))
    encoded = tuple("".join(page).encode("utf-8", "replace") for page in pages)
    board = DrawnBoard(activity, get_language(), revision, activity.phase, len(items), encoded)
    slot = _slot(str(activity.uuid), look)
    with _lock:
        cached = _boards.get(slot)
        if cached is None or cached.revision <= revision:
            _boards[slot] = board
        _boards.move_to_end(slot)
        while len(_boards) > KEPT:
            _boards.popitem(last=False)
    return board


def forget_board(activity: Activity, look: str) -> None:
    """Forget a board that is not large any more."""
    with _lock:
        _boards.pop(_slot(str(activity.uuid), look), None)


def cached_board(
    activity_uuid: str, look: str, *, phase: str | None = None, since: int = 0
) -> DrawnBoard | None:
    """The board as last drawn, when that was in this phase (None: any) and at `since` or later."""
    with _lock:
        board = _boards.get(_slot(activity_uuid, look))
    if board is None or board.revision < since or (phase is not None and board.phase != phase):
        return None
    return board
