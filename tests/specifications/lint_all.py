"""Runs the standards' tools over many files in one process: importing them takes longer than linting does.

For the Python of .venv-specs, which knows nothing of ours. From standard input comes a list of calls, each a
program and its arguments as on a command line; to standard output goes a list of their exit codes.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import sys


def call(program: str, arguments: list[str]) -> int:
    """Run the program's own entry point as its script in `bin` does; return what it exits with."""
    main = importlib.import_module(f"{program.replace('-', '_')}.cli").main
    sys.argv = [program, *arguments]
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            main()
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else int(left.code is not None)
    return 0


if __name__ == "__main__":
    codes = [call(program, arguments) for program, *arguments in json.load(sys.stdin)]
    json.dump(codes, sys.stdout)
