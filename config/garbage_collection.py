"""Settings of Python's search for garbage: it is needed only for circles of objects. All else is freed as
soon as nothing refers to it."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

RARELY: Final = (20_000, 10, 10)
"""For gc.set_threshold."""


@contextmanager
def loading() -> Iterator[None]:
    """Inside the block, which loads the product, nothing is searched, and what is loaded there is left out of
    every later search, since it stays until the process ends: to search all of it takes 0.2 s."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.set_threshold(*RARELY)
        gc.enable()
