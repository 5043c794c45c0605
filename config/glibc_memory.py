"""Settings of the C library, so that it gives more free memory back to the computer.

By itself, glibc keeps a heap for each thread, up to eight for each core, and keeps what a burst needed for
the next one. Our threads take turns in Python, so two heaps are enough; and what is free inside of them is
given back once in a while.
"""

import ctypes
from typing import Any, Final

# From glibc's malloc.h. The limits in bytes are its defaults, which it raises as it goes unless they are set.
_ARENA_MAX: Final = -8
_MMAP_THRESHOLD: Final = -3
_TRIM_THRESHOLD: Final = -1
HEAPS: Final = 2
EVERY: Final = 30.0
"""Seconds between two times that free memory is given back."""
LARGE: Final = 128 * 1024
"""Bytes from which a block is a piece of memory by itself, and given back when it is free."""


def keep_little() -> None:
    """Keep few heaps and small rests from now on; before the first thread starts. Another C library is left
    as it is."""
    if (library := _glibc()) is not None:
        for option, value in ((_ARENA_MAX, HEAPS), (_MMAP_THRESHOLD, LARGE), (_TRIM_THRESHOLD, LARGE)):
            library.mallopt(option, value)


def give_back() -> None:
    """Give back what is free at the moment, which takes some milliseconds. Other threads go on meanwhile."""
    if (library := _glibc()) is not None:
        library.malloc_trim(0)


def _glibc() -> Any:
    """The C library, or None where it is another one."""
    try:
        library = ctypes.CDLL(None)
        library.gnu_get_libc_version  # noqa: B018  a name that only glibc has
    except (AttributeError, OSError, TypeError):
        return None
    return library
