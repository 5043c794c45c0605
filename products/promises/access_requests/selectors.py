"""Requests for access: those of a product, and those that wait for an answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, pgettext

from discovery.models import Discovery
from products.models import AccessRequest, AccessRule, DataProduct, ProductState, RequestState
from products.registries import Notice


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request. `until` is the day through which its rule holds, or that was asked for; `is_over` when it
    was granted and that day is past."""

    request: AccessRequest
    until: date | None
    is_over: bool

    @property
    def tone(self) -> str:
        """The tone of its state."""
        tones = {RequestState.ASKED: "warn", RequestState.GRANTED: "good", RequestState.REFUSED: "bad"}
        return "" if self.is_over else tones.get(RequestState(self.request.state), "")

    @property
    def is_asked(self) -> bool:
        return self.request.state == RequestState.ASKED

    @property
    def is_granted(self) -> bool:
        return self.request.state == RequestState.GRANTED

    @property
    def is_settled(self) -> bool:
        """Return True if its state can no longer change."""
        return self.request.state in (RequestState.REFUSED, RequestState.ENDED)


def requests_of(product: DataProduct, *, today: date | None = None) -> list[RequestLine]:
    """The requests for the ports of the product: those that wait, then those that were granted, then the
    others, of each the latest first. One query."""
    day = today or timezone.localdate()
    rows = AccessRequest.objects.filter(port__product=product, port__deleted_at=None)
    ordered = rows.select_related("port__product__discovery", "asked_by", "rule").order_by("-pk")
    lines = [_line(row, day) for row in ordered]
    return sorted(lines, key=lambda line: (not line.is_asked, line.is_settled))


def waiting_in(discovery: Discovery) -> Iterable[AccessRequest]:
    """Unanswered requests of the discovery, the oldest first, without those for retired products."""
    rows = AccessRequest.objects.filter(
        port__product__discovery=discovery,
        port__deleted_at=None,
        port__product__deleted_at=None,
        state=RequestState.ASKED,
    )
    return rows.exclude(port__product__state=ProductState.RETIRED).select_related("port__product")


def notices(discovery: Discovery) -> Iterable[Notice]:
    """Notices of requests without an answer, for pages of data products."""
    for request in waiting_in(discovery):
        url = reverse("products:product_requests", args=[discovery.slug, request.port.product.uuid])
        words = _("%(who)s has requested access. No answer yet.") % {"who": request.who}
        yield Notice(
            request.port.product_id, words, f"{url}#slot-{request.uuid}", pgettext("button", "Answer")
        )


def in_force(rows: QuerySet[AccessRule], today: date | None = None) -> QuerySet[AccessRule]:
    """The rules of access that hold today."""
    return rows.filter(Q(until=None) | Q(until__gte=today or timezone.localdate()))


def _line(row: AccessRequest, today: date) -> RequestLine:
    is_granted = row.state == RequestState.GRANTED
    until = row.rule.until if is_granted and row.rule is not None else row.expires_on
    return RequestLine(row, until, is_granted and until is not None and until < today)
