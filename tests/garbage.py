"""Python's garbage collector, which otherwise looks again and again at what stays for the whole run."""

import gc


def keep() -> None:
    """Collect what is garbage, and look at nothing else that is there again until the next call."""
    gc.unfreeze()
    gc.collect()
    spare()


def spare() -> None:
    """Never look at what is there, and rarely at what comes."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()
