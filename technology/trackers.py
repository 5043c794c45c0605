"""Work as trackers import it: CSV for Jira, for Azure Boards, and for tools that put issues on GitHub. Pure.

Each task has a key that stays the same when the file is made again: its uuid. Trackers give tasks numbers of
their own, so the key stands where the tracker finds it again (docs/operations.md).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from documents.boards import csv_text

ITERATION, GAP, ACTION = "iteration", "gap", "action"
LABEL = "headwaters"
# Azure Boards takes no longer title, and Jira hardly one.
LONGEST_TITLE = 250


@dataclass(frozen=True, slots=True)
class Task:
    """`kind` is ITERATION, GAP or ACTION; `lines` say more about it. `url` is where people read it."""

    uuid: str
    kind: str
    title: str
    lines: tuple[str, ...]
    owner: str
    starts: date | None
    due: date | None
    is_done: bool
    url: str
    weeks: str = ""

    @property
    def key(self) -> str:
        """By which a tracker knows the task again: a label that no other task has."""
        return f"hw-{self.uuid}"

    @property
    def short_title(self) -> str:
        line = " ".join(self.title.split())
        return line if len(line) <= LONGEST_TITLE else f"{line[: LONGEST_TITLE - 1].rstrip()}…"

    @property
    def text(self) -> str:
        owner = (f"Owner: {self.owner}",) if self.owner else ()
        weeks = (f"Effort: {self.weeks} person-weeks",) if self.weeks else ()
        return "\n".join((*filter(None, self.lines), *owner, *weeks, self.url))


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _days(task: Task) -> list[str]:
    days = (("Starts", task.starts), ("Due", task.due))
    return [f"{word}: {_day(day)}" for word, day in days if day]


def jira(tasks: Sequence[Task]) -> str:
    """For Jira's import of CSV files. "External issue ID" is the key: imported again by an administrator, an
    issue with this one is updated. Dates are yyyy-MM-dd."""
    types = {ITERATION: "Story", GAP: "Task", ACTION: "Task"}
    return csv_text(
        (
            "Summary",
            "Issue Type",
            "Description",
            "Status",
            "Start date",
            "Due date",
            "Labels",
            "Labels",
            "External issue ID",
        ),
        (
            (
                task.short_title,
                types[task.kind],
                task.text,
                "Done" if task.is_done else "To Do",
                _day(task.starts),
                _day(task.due),
                LABEL,
                task.kind,
                task.key,
            )
            for task in tasks
        ),
    )


def azure(tasks: Sequence[Task]) -> str:
    """For the import of work items of Azure Boards, which takes new ones only in their first state: what is
    done is left out. Tags hold the key."""
    types = {ITERATION: "Feature", GAP: "Issue", ACTION: "Task"}
    return csv_text(
        ("Work Item Type", "Title", "Description", "Start Date", "Target Date", "Tags"),
        (
            (
                types[task.kind],
                task.short_title,
                "\n".join(task.text.splitlines()),
                _day(task.starts),
                _day(task.due),
                f"{LABEL}; {task.kind}; {task.key}",
            )
            for task in tasks
            if not task.is_done
        ),
    )


def github(tasks: Sequence[Task]) -> str:
    """GitHub imports no files by itself: the columns are those of its interface for issues
    (https://docs.github.com/en/rest/issues/issues), which tools that create them take. An issue has no dates
    there (`due_on` is of milestones), so they stand in the body. The key stands in its last line, where a
    search finds it."""
    return csv_text(
        ("title", "body", "labels", "state"),
        (
            (
                task.short_title,
                "\n".join((task.text, *_days(task), "", task.key)),
                f"{LABEL},{task.kind}",
                "closed" if task.is_done else "open",
            )
            for task in tasks
        ),
    )


@dataclass(frozen=True, slots=True)
class Tracker:
    """A program that takes tasks as CSV, and what writes it."""

    key: str
    name: str
    write: Callable[[Sequence[Task]], str]


TRACKERS: Mapping[str, Tracker] = MappingProxyType(
    {
        "jira": Tracker("jira", "Jira", jira),
        "github": Tracker("github", "GitHub", github),
        "azure": Tracker("azure", "Azure Boards", azure),
    }
)
