"""Work for trackers: their columns, keys that stay, and every iteration, gap and action once."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from discovery.models import Discovery
from products.models import DataProduct, Iteration
from technology.models import Capability, ProductNeed
from technology.platforms.models import Plane
from technology.tracker_files.rules import NOTHING, TRACKERS
from technology.tracker_files.selectors import tasks_of
from tests import factories
from tests.factories import make
from workshops.models import ActionItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def busy(discovery: Discovery) -> Discovery:
    """An iteration that is done, one that is not, a gap that blocks a product, actions in each state."""
    product = make(
        DataProduct, discovery=discovery, domain=discovery.domain, name="=HCP 360", kind="aggregate"
    )
    make(Iteration, product=product, name="First", serves="Planning", done_on=date(2026, 2, 1))
    make(Iteration, product=product, name="Second", starts_on=date(2026, 3, 1), ends_on=date(2026, 4, 1))
    capability = make(
        Capability, discovery=discovery, name="Catalog", plane=Plane.choices[0][0], today=1, needed=2
    )
    make(ProductNeed, product=product, capability=capability, level=3)
    for state in ("open", "done", "dropped"):
        make(ActionItem, discovery=discovery, title=f"Action {state}", state=state, due=date(2026, 5, 1))
    return discovery


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_each_task_is_there_once_with_a_key_that_stays(busy: Discovery) -> None:
    tasks = tasks_of(busy)
    assert [task.kind for task in tasks] == ["iteration", "iteration", "gap", "action", "action"]
    assert len({task.key for task in tasks}) == len(tasks)
    busy.data_products.update(name="Renamed")
    assert [task.key for task in tasks_of(busy)] == [task.key for task in tasks]


def test_jira_gets_its_columns(busy: Discovery) -> None:
    rows = rows_of(TRACKERS["jira"].write(tasks_of(busy), NOTHING))
    assert [row["Issue Type"] for row in rows] == ["Story", "Story", "Task", "Task", "Task"]
    assert rows[0]["Status"] == "Done"
    assert rows[0]["Summary"] == "'=HCP 360: First"
    assert (rows[1]["Start date"], rows[1]["Due date"]) == ("2026-03-01", "2026-04-01")
    assert rows[2]["Summary"] == "Catalog: 1 → 3"
    assert "Needed by: =HCP 360" in rows[2]["Description"]
    assert [row["External issue ID"] for row in rows] == [task.key for task in tasks_of(busy)]


def test_azure_gets_new_work_only(busy: Discovery) -> None:
    rows = rows_of(TRACKERS["azure"].write(tasks_of(busy), NOTHING))
    assert [row["Title"] for row in rows] == ["'=HCP 360: Second", "Catalog: 1 → 3", "Action open"]
    assert "ID" not in rows[0]
    assert [row["Tags"].split("; ")[-1] for row in rows] == [
        task.key for task in tasks_of(busy) if not task.is_done
    ]


def test_github_gets_titles_and_bodies(busy: Discovery) -> None:
    rows = rows_of(TRACKERS["github"].write(tasks_of(busy), NOTHING))
    assert [row["state"] for row in rows] == ["closed", "open", "open", "open", "closed"]
    assert all(row["body"].endswith(task.key) for row, task in zip(rows, tasks_of(busy), strict=True))
    assert rows[3]["labels"] == "headwaters,action"
    # GitHub's own fields of an issue (https://docs.github.com/en/rest/issues/issues): a due date is none.
    assert {*rows[0]} <= {"title", "body", "labels", "state", "assignees", "milestone"}
    assert "\nStarts: 2026-03-01\nDue: 2026-04-01\n\nhw-" in rows[1]["body"]


def test_long_titles_are_short_enough(busy: Discovery) -> None:
    make(ActionItem, discovery=busy, title="x" * 300)
    titles = {"jira": "Summary", "azure": "Title", "github": "title"}
    for key, tracker in TRACKERS.items():
        assert max(len(row[titles[key]]) for row in rows_of(tracker.write(tasks_of(busy), NOTHING))) == 250


def test_page_and_command_give_the_same(busy: Discovery, client_of: Any, tmp_path: Path) -> None:
    viewer = client_of(factories.access(busy, name="Vera Viewer"))
    page = viewer.get(reverse("technology:gaps", args=[busy.slug])).content.decode()
    for key in TRACKERS:
        url = reverse("technology:tasks_file", args=[busy.slug, key])
        assert f'href="{url}"' in page
        call_command("tasks", busy.slug, format=key, output=tmp_path / key, verbosity=0, stdout=io.StringIO())
        assert (tmp_path / key).read_bytes() == viewer.get(url).content


def test_where_there_is_no_work_it_says_so(discovery: Discovery, client_of: Any, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="there are no iterations, gaps or actions yet"):
        call_command("tasks", discovery.slug, format="jira", output=tmp_path / "x")
    with pytest.raises(CommandError, match="Choose one of: jira, github, azure"):
        call_command("tasks", discovery.slug, format="trello", output=tmp_path / "x")
    viewer = client_of(factories.access(discovery, name="Vera Viewer"))
    answer = viewer.get(reverse("technology:tasks_file", args=[discovery.slug, "jira"]))
    assert answer.status_code == 409
    assert not (tmp_path / "x").exists()


# --- Made again -----------------------------------------------------------------------------------


def test_what_the_tracker_holds_is_updated(busy: Discovery) -> None:
    """By the tracker's own number, which its export names beside the key, in whichever cell."""
    first, second, gap, action, done = tasks_of(busy)
    jira = TRACKERS["jira"]
    export = [
        ["Summary", "Issue key", "Labels", "Labels", "Custom field (External issue ID)", "Status"],
        ["Renamed there", "HW-7", "headwaters", "gap", gap.key, "In Progress"],
        ["Somebody else's", "HW-8", "", "", f"Twice, see {gap.key}", "Done"],
        ["Added twice", "HW-10", "", "", gap.key, "Done"],
        ["Cut off", "HW-9"],
    ]
    rows = rows_of(jira.write(tasks_of(busy), jira.tasks_in(export)))
    assert [row["Issue key"] for row in rows] == ["", "", "HW-7", "", ""]
    assert [row["Status"] for row in rows] == ["Done", "To Do", "In Progress", "To Do", "Done"]
    azure = TRACKERS["azure"]
    export = [
        ["ID", "Title", "State", "Tags"],
        ["41", "x", "Active", f"headwaters; iteration; {second.key}"],
        ["42", "x", "New", f"headwaters; action; {done.key}"],
    ]
    rows = rows_of(azure.write(tasks_of(busy), azure.tasks_in(export)))
    assert [(row["ID"], row["State"]) for row in rows] == [
        ("41", "Active"),
        ("", "Active"),
        ("", "New"),
        ("42", "Closed"),
    ]
    assert first.key not in str(rows)
    github = TRACKERS["github"]
    known = github.tasks_in([["number", "body", "state"], ["3", f"Text\n\n{action.key}", "CLOSED"]])
    rows = rows_of(github.write(tasks_of(busy), known))
    assert [row["number"] for row in rows] == ["", "", "", "3", ""]
    assert rows[3]["state"] == "closed", "which people closed there"


def test_the_command_reads_what_trackers_export(busy: Discovery, tmp_path: Path) -> None:
    action = tasks_of(busy)[3]
    export, output = tmp_path / "export.csv", tmp_path / "out.csv"
    export.write_bytes(f"Issue key;Labels;Labels\r\nHW-3;a;{action.key}\r\n".encode("utf-16"))
    said = io.StringIO()
    call_command("tasks", busy.slug, format="jira", output=output, known=export, stdout=said)
    assert "5 tasks, 1 of them known" in said.getvalue()
    assert [row["Issue key"] for row in rows_of(output.read_text())] == ["", "", "", "HW-3", ""]
    output.unlink()
    for content, problem in (
        (b"Title\nx\n", "“Issue key” is missing"),
        (b"Issue key\nHW-1\n", "no keys of Headwaters"),
        (f'Issue key;Labels\nHW-3;"{action.key}\n'.encode(), "not a CSV table"),
        (b"\0\0\0", "not a CSV table"),
    ):
        export.write_bytes(content)
        with pytest.raises(CommandError, match=problem):
            call_command("tasks", busy.slug, format="jira", output=output, known=export)
    with pytest.raises(CommandError, match="No such file"):
        call_command("tasks", busy.slug, format="jira", output=output, known=tmp_path / "nowhere")
    assert not output.exists()


def test_the_page_reads_it_too(busy: Discovery, client_of: Any) -> None:
    viewer = client_of(factories.access(busy, name="Vera Viewer"))
    url = reverse("technology:tasks_again", args=[busy.slug])
    assert f'href="{url}"' in viewer.get(reverse("technology:gaps", args=[busy.slug])).content.decode()
    gap = tasks_of(busy)[2]

    def sent(content: str, tracker: str = "jira") -> Any:
        file = SimpleUploadedFile("export.csv", content.encode(), content_type="text/csv")
        return viewer.post(url, {"tracker": tracker, "file": file})

    answer = sent(f"Issue key,Labels,Labels\nHW-3,a,{gap.key}\n")
    assert answer.headers["Content-Disposition"].endswith(f'filename="{busy.slug}-jira.csv"')
    assert [row["Issue key"] for row in rows_of(answer.content.decode())] == ["", "", "HW-3", "", ""]
    for content, tracker, problem in (
        ("Issue key,Labels\nHW-3,none of ours\n", "jira", "No Headwaters key found"),
        ("Issue key,Labels\n", "azure", "The column “ID” is missing."),
        ("\0\0", "azure", "a CSV table"),
    ):
        refused = sent(content, tracker)
        assert refused.status_code == 422
        assert problem in refused.content.decode()
