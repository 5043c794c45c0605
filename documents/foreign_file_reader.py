"""Reads files that someone else made, each in a process of its own with limits of memory and time.

Knows no Django, and has loaded what reads them: `python -m documents.foreign_file_reader` is asked by
sockets, see documents/reader_process.py, and forks for each job.
"""

import gc
import os
import pickle
import resource
import select
import signal
import socket
import sys
import traceback
from pathlib import Path

from documents.process_priority import WAITS, step_behind

MEGABYTES = 300
"""What reading a file may take beyond what the program takes."""
SECONDS = 30
"""Of processor. On a clock it may take PATIENCE times as long, behind those that serve people."""
PATIENCE = 4
JOB = b"j"


def main() -> None:
    """Wait on standard input, a socket, for sockets that each bring a job; end when no one is there any more
    to bring one, or brought one for WAITS seconds. The argument is how far to step behind."""
    step_behind(int(sys.argv[1]), is_awaited=True)
    _load()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # no one asks how a child ended
    requests = socket.socket(fileno=os.dup(0))
    while select.select([requests], [], [], WAITS)[0]:
        word, files, _flags, _address = socket.recv_fds(requests, 1, 1)
        if not word:
            break
        with socket.socket(fileno=files[0]) as job:
            if not os.fork():
                requests.close()
                _work(job)


def _load() -> None:
    # openpyxl asks for numpy, which takes half of the memory, and reads the same without it.
    sys.modules["numpy"] = None  # type: ignore[assignment]  # so Python finds none

    import openpyxl  # noqa: F401  only loaded
    from lxml import etree  # noqa: F401  only loaded

    import documents.csv_reader
    import documents.xlsx_reader  # noqa: F401  only loaded

    # A child shares what is loaded as long as no one writes to it.
    gc.collect()
    gc.freeze()


def _work(job: socket.socket) -> None:
    """Read the job, a function and what it is given, and answer whether it returned, with what; or raised.
    Ends the process, without an answer where that takes too much."""
    code = 1
    try:
        _limit()
        with job.makefile("rwb") as pipe:
            function, arguments = pickle.load(pipe)  # noqa: S301  by our own server
            try:
                answer = True, function(*arguments)
            except MemoryError:
                raise
            except Exception as error:
                error.add_note(traceback.format_exc())
                answer = False, error
            pickle.dump(answer, pipe, protocol=5)
            pipe.flush()
        code = 0
    except MemoryError:
        pass
    except BaseException:
        traceback.print_exc()
    finally:
        # To give each object back one by one would only take time.
        os._exit(code)


def _limit() -> None:
    signal.alarm(SECONDS * PATIENCE)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    there = Path("/proc/self/statm")
    if there.exists():  # Linux, where alone this limit holds
        loaded = int(there.read_text().split()[0]) * resource.getpagesize()
        most = loaded + MEGABYTES * 1_000_000
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


if __name__ == "__main__":
    main()
