"""Files of others are read in a process with limits of memory and time: that of the server stays as it is."""

from __future__ import annotations

import ast
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from documents import foreign_file_reader, reader_process as apart_module
from documents.foreign_sheet import NotATable, SheetRefusal
from documents.foreign_tables import rows_of_csv, sheet_of_csv, sheets_of, titles_of
from documents.reader_process import Reader, apart
from tests.documents.bombs import HARMLESS, WORKBOOKS
from tests.documents.test_xlsx_reader import saved
from tests.served import ROOT

# What the process of the server may grow by while a bomb is read, in bytes.
GROWS = 8_000_000
COUNTED = (SheetRefusal.ELEMENTS, SheetRefusal.TOO_LARGE, SheetRefusal.ENTITIES)


class TooMuch(Exception):
    """What is raised where a limit holds."""


def resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def peak_since(reset: Callable[[], object]) -> int:
    """The most that this process held while `reset` ran, beyond what it held before."""
    Path("/proc/self/clear_refs").write_text("5")
    before = resident()
    reset()
    (line,) = (each for each in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in each)
    return int(line.split()[1]) * 1024 - before


@pytest.mark.sweep(sample=("elements in one cell", "one text a million times", "laughs", "many entries"))
@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_bomb_is_refused_and_the_server_keeps_its_memory(name: str) -> None:
    data = WORKBOOKS[name]()
    assert len(data) < 3_000_000
    refusals: list[SheetRefusal] = []

    def read() -> None:
        with pytest.raises(NotATable) as raised:
            sheets_of(data)
        refusals.append(raised.value.wrong)

    assert peak_since(read) < GROWS
    (wrong,) = refusals
    # What is counted is refused before objects are made of it.
    assert (
        wrong in COUNTED
        if name != "one long text, escaped, in many cells"
        else wrong == SheetRefusal.TOO_MUCH
    )


@pytest.mark.parametrize("name", HARMLESS)
def test_what_looks_like_a_bomb_takes_nothing(name: str) -> None:
    data = HARMLESS[name]()

    def read() -> None:
        with suppress(NotATable):
            assert len(sheets_of(data)) == 1

    assert peak_since(read) < GROWS


def test_more_memory_than_the_limit_is_refused_and_less_is_not() -> None:
    some = "len(bytearray(%d))"
    most = foreign_file_reader.MEGABYTES * 1_000_000
    assert apart(eval, some % (most * 0.9), otherwise=TooMuch()) == most * 0.9
    with pytest.raises(TooMuch):
        apart(eval, some % (most * 1.1), otherwise=TooMuch())


def _never(_data: bytes) -> None:
    while True:
        pass


@pytest.mark.parametrize("limit", ["processor", "clock"])
def test_what_takes_too_long_is_ended_and_the_next_file_is_read(limit: str) -> None:
    """The limits themselves are seconds; here the program is started with shorter ones."""
    assert rows_of_csv(b"a,b\n") == [["a", "b"]]
    ends = {"processor": signal.SIGXCPU, "clock": signal.SIGALRM}[limit]
    began = time.monotonic()
    with pytest.raises(TooMuch):
        apart(_end_by, ends, otherwise=TooMuch())
    assert time.monotonic() - began < 30
    assert rows_of_csv(b"a,b\n") == [["a", "b"]]


def _end_by(ends: int) -> None:
    import resource

    assert resource.getrlimit(resource.RLIMIT_CPU) == (
        foreign_file_reader.SECONDS,
        foreign_file_reader.SECONDS,
    )
    left, _every = signal.getitimer(signal.ITIMER_REAL)
    assert 0 < left <= foreign_file_reader.SECONDS * foreign_file_reader.PATIENCE
    if ends == signal.SIGALRM:
        signal.setitimer(signal.ITIMER_REAL, 0.1)
    else:
        resource.setrlimit(resource.RLIMIT_CPU, (1, foreign_file_reader.SECONDS))
    _never(b"")


def test_what_is_read_and_refused_comes_back_as_it_is() -> None:
    (sheet,) = sheets_of(saved())
    assert sheet.rows == [(2, {"Name": "HCP 360", "Effort": 4})]
    assert titles_of(saved()) == ["Products"]
    assert sheet_of_csv(b"Name\nA\n", "t").rows == [(2, {"Name": "A"})]
    with pytest.raises(NotATable) as raised:
        sheets_of(b"PK\x03\x04")
    assert raised.value.wrong == SheetRefusal.NO_WORKBOOK


def _fails() -> None:
    raise KeyError("a mistake of ours")


def test_a_mistake_says_where_it_is() -> None:
    with pytest.raises(KeyError) as raised:
        apart(_fails, otherwise=TooMuch())
    assert "in _fails" in "".join(raised.value.__notes__)


@pytest.fixture
def alone() -> Iterator[None]:
    apart_module._end()
    yield
    apart_module._end()


@pytest.mark.usefixtures("alone")
def test_one_program_reads_all_files_and_a_dead_one_is_replaced() -> None:
    rows_of_csv(b"a\n")
    (first,) = apart_module._readers
    rows_of_csv(b"a\n")
    assert apart_module._readers == [first]
    first._process.kill()
    first._process.wait()
    assert rows_of_csv(b"a\n") == [["a"]]
    assert apart_module._readers != [first]


@pytest.mark.usefixtures("alone")
def test_the_program_ends_with_who_started_it() -> None:
    started = Reader().start()
    started._control.close()
    started._process.wait(timeout=20)
    started.end()


def test_nothing_that_reads_what_others_made_is_called_in_the_process_of_the_server() -> None:
    readers = {"read_workbook", "sheet_titles", "read_csv", "csv_rows", "redrawn", "read_all", "read_files"}
    own = {"documents/csv_reader.py", "documents/xlsx_reader.py", "organizations/reports/logo_upload.py"}
    own |= {"core/imports/yaml_parser.py", "core/imports/yaml_files.py"}
    for path in sorted(ROOT.glob("*/**/*.py")):
        name = str(path.relative_to(ROOT))
        if name in own or name.startswith((".", "tests/", "node_modules/")):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in readers, f"{name}: {node.func.id} is called, not read apart"
