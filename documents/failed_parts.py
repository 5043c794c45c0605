"""Makes the parts of a document one by one: where one fails, the rest is made (adr/0065)."""

import logging
from collections.abc import Callable
from typing import TypeVar

from django.db import DatabaseError

logger = logging.getLogger(__name__)

T = TypeVar("T")


def attempt(part: str, make: Callable[[], T], otherwise: Callable[[], T]) -> T:
    """The result of `make`, or that of `otherwise` when `make` raises; the log gets the error under the name
    of the `part`.

    Raises DatabaseError as it comes: without its database no other part can be made either.
    """
    try:
        return make()
    except DatabaseError:
        raise
    except Exception:
        logger.exception("%s could not be made", part)
        return otherwise()
