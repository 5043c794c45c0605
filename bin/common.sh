# Shared by the scripts beside it, which source it first. Leaves them in the root of the project.
# Written for the bash 3.2 that macOS has, too: no `wait -n`, no associative arrays.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Headwaters is some 1,600 modules with its libraries. Where this is set, as in many containers, every process would compile
# them anew, which is a third of the time of a start.
unset PYTHONDONTWRITEBYTECODE

# Prints each argument on a line of its own.
say() { printf '%s\n' "$@"; }
warn() { printf '%s\n' "$*" >&2; }
fail() {
    warn "$*"
    exit 1
}
has() { command -v "$1" >/dev/null 2>&1; }

# Workers that run tests side by side must collect the same tests, so their sets have the same order. Each run has another one.
for_tests() {
    export PYTHONHASHSEED=$RANDOM
    # Nobody is in a room while tests wait for a report.
    export HEADWATERS_REPORT_NICENESS=0
}

# Runs Python in the project's environment.
py() { .venv/bin/python "$@"; }

# Where this installation keeps what is its own: database, secret key, uploads, exports. As in config/settings.py.
var_dir() { printf '%s' "${HEADWATERS_VAR_DIR:-$PWD/var}"; }

# Prints one line that changes when the content of one of the files does.
fingerprint() { cat "$@" | cksum | tr -s '[:space:]' '-'; }
