"""Work as trackers import it: CSV for Jira, for Azure Boards, and for tools that put issues on GitHub. Pure.

Each task has a key that stays the same when the file is made again: its uuid. Trackers give tasks their own
numbers, and update only tasks whose number is in the file. So the key is where the tracker's own export
contains it again; from such an export, `tasks_in` reads the number of each task, and the next file names it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from documents.diagram_formats import csv_text

ITERATION, GAP, ACTION = "iteration", "gap", "action"
LABEL = "headwaters"
# The limit of Azure Boards; Jira's is hardly longer.
LONGEST_TITLE = 250
_KEY = re.compile(r"hw-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class TrackerTask:
    """A tracker's number of a task, and the task's state there; "" for none."""

    number: str
    state: str = ""


TrackerTasks = Mapping[str, TrackerTask]
"""A tracker's tasks, by key."""
NOTHING: TrackerTasks = MappingProxyType({})


class NoNumbers(ValueError):
    """The export of a tracker lacks the column with its numbers, which `column` names."""

    def __init__(self, column: str) -> None:
        super().__init__(column)
        self.column = column


@dataclass(frozen=True, slots=True)
class Task:
    """`kind` is ITERATION, GAP or ACTION; `lines` describe it. `url` is where people read it."""

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
        """The key by which a tracker recognizes the task: a label that no other task has."""
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


def _numbers(tasks: Sequence[Task], existing: TrackerTasks, column: str) -> list[tuple[str, list[str]]]:
    """The column with the tracker's own numbers, where it has any task."""
    return (
        [(column, [existing[each.key].number if each.key in existing else "" for each in tasks])]
        if existing
        else []
    )


def _table(columns: Sequence[tuple[str, Sequence[str]]]) -> str:
    return csv_text(
        [head for head, _cells in columns], zip(*(cells for _head, cells in columns), strict=True)
    )


def jira(tasks: Sequence[Task], existing: TrackerTasks = NOTHING) -> str:
    """For Jira's import of CSV files by an administrator, which updates the issues whose key is in the file
    (https://support.atlassian.com/jira-cloud-administration/docs/import-data-from-a-csv-file/). Ours is the
    "External issue ID". Dates are yyyy-MM-dd."""
    types = {ITERATION: "Story", GAP: "Task", ACTION: "Task"}
    return _table(
        [
            *_numbers(tasks, existing, JIRA_NUMBER),
            ("Summary", [each.short_title for each in tasks]),
            ("Issue Type", [types[each.kind] for each in tasks]),
            ("Description", [each.text for each in tasks]),
            ("Status", [_state(each, existing, "To Do", "Done") for each in tasks]),
            ("Start date", [_day(each.starts) for each in tasks]),
            ("Due date", [_day(each.due) for each in tasks]),
            ("Labels", [LABEL for _task in tasks]),
            ("Labels", [each.kind for each in tasks]),
            ("External issue ID", [each.key for each in tasks]),
        ]
    )


def azure(tasks: Sequence[Task], existing: TrackerTasks = NOTHING) -> str:
    """For the import of work items of Azure Boards, which updates those whose ID is in the file, and takes
    new ones only in their first state
    (https://learn.microsoft.com/azure/devops/boards/queries/import-work-items-from-csv): new tasks that are
    done are left out. Tags hold the key. Types and states are those of the process Agile."""
    types = {ITERATION: "Feature", GAP: "Issue", ACTION: "Task"}
    exported = [each for each in tasks if not each.is_done or each.key in existing]
    first = {GAP: "Active"}
    states = [_state(each, existing, first.get(each.kind, "New"), "Closed") for each in exported]
    return _table(
        [
            *_numbers(exported, existing, AZURE_NUMBER),
            ("Work Item Type", [types[each.kind] for each in exported]),
            ("Title", [each.short_title for each in exported]),
            *([("State", states)] if existing else []),
            ("Description", ["\n".join(each.text.splitlines()) for each in exported]),
            ("Start Date", [_day(each.starts) for each in exported]),
            ("Target Date", [_day(each.due) for each in exported]),
            ("Tags", [f"{LABEL}; {each.kind}; {each.key}" for each in exported]),
        ]
    )


def _state(task: Task, existing: TrackerTasks, first: str, last: str) -> str:
    """The state in an update: the one that people gave it in the tracker, unless the task is done."""
    return last if task.is_done else existing.get(task.key, TrackerTask("")).state or first


def github(tasks: Sequence[Task], existing: TrackerTasks = NOTHING) -> str:
    """GitHub imports no files by itself: the columns are those of its interface for issues
    (https://docs.github.com/en/rest/issues/issues), which tools take that create issues, and update the one
    with a number. An issue has no dates there (`due_on` is of milestones), so they are in the body. The key
    is in its last line, where a search finds it."""
    return _table(
        [
            *_numbers(tasks, existing, GITHUB_NUMBER),
            ("title", [each.short_title for each in tasks]),
            ("body", ["\n".join((each.text, *_days(each), "", each.key)) for each in tasks]),
            ("labels", [f"{LABEL},{each.kind}" for each in tasks]),
            ("state", [_state(each, existing, "open", "closed").lower() for each in tasks]),
        ]
    )


JIRA_NUMBER, AZURE_NUMBER, GITHUB_NUMBER = "Issue key", "ID", "number"
"""The columns of the trackers' own exports and imports that identify a task."""


@dataclass(frozen=True, slots=True)
class Tracker:
    """A program that takes tasks as CSV, the function that writes it, and the column of numbers in its
    exports."""

    key: str
    name: str
    write: Callable[[Sequence[Task], TrackerTasks], str]
    number: str

    def tasks_in(self, rows: Iterable[Sequence[str]]) -> TrackerTasks:
        """The tasks that the tracker has, by the rows of its own export, heads first: the first item with the
        key of a task. The key may be in any cell, as a tag or as the last line: people may quote it
        elsewhere. Raises NoNumbers."""
        lines = iter(rows)
        heads = [head.strip().lower() for head in next(lines, [])]
        if self.number.lower() not in heads:
            raise NoNumbers(self.number)
        number = heads.index(self.number.lower())
        state = next((heads.index(each) for each in ("state", "status") if each in heads), None)
        existing: dict[str, TrackerTask] = {}
        for row in lines:
            if number < len(row) and row[number].strip():
                state_name = row[state].strip() if state is not None and state < len(row) else ""
                for key in _keys_in(row):
                    existing.setdefault(key, TrackerTask(row[number].strip(), state_name))
        return existing


def _keys_in(row: Iterable[str]) -> Iterator[str]:
    for cell in row:
        last = cell.strip().rpartition("\n")[2]
        yield from (tag.strip() for tag in re.split("[;,]", last) if _KEY.fullmatch(tag.strip()))


TRACKERS: Mapping[str, Tracker] = MappingProxyType(
    {
        "jira": Tracker("jira", "Jira", jira, JIRA_NUMBER),
        "github": Tracker("github", "GitHub", github, GITHUB_NUMBER),
        "azure": Tracker("azure", "Azure Boards", azure, AZURE_NUMBER),
    }
)
