"""Questions to owners of data products at a check-in: is each promise kept?"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.models import if_there
from discovery.models import Discovery
from handover.registries import CheckInQuestion, CheckInSubject, check_in_questions
from organizations.actors import Actor
from products.promises.selectors import promised_in, sentences_in

KEPT, BROKEN, UNKNOWN = "kept", "broken", "unknown"


def register_own() -> None:
    """Register the question about promises."""
    check_in_questions.register(
        CheckInQuestion(
            "promise",
            20,
            _("Is this promise kept?"),
            promises_asked_about,
            _record,
            ((KEPT, _("It is kept")), (BROKEN, _("It isn’t kept")), (UNKNOWN, _("It isn’t measured"))),
        )
    )


def promises_asked_about(discovery: Discovery) -> Iterator[CheckInSubject]:
    """The promises (SLOs) of products that are not retired, each for the owner of its product."""
    sentences = sentences_in(discovery)
    for slo in promised_in(discovery):
        if owner := if_there(slo.product.owner):
            yield CheckInSubject(slo, owner, f"{slo.product.name}: {sentences[slo.pk]}")


def _record(actor: Actor, question: CheckInSubject, value: Any, note: str) -> None:
    """The owner's view of a promise is only stored as the answer: measurements come with figures."""
