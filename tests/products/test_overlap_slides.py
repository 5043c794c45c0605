"""A board is shown pairs of products that are clearly alike, and no weak ones."""

import pytest

from discovery.models import Discovery
from products import exports_plans
from products.landscape.overlaps.selectors import DuplicateCandidates, Overlaps
from products.landscape.rules import Node, NodeKind


def pair(share: float) -> DuplicateCandidates:
    first, second = (Node(key, NodeKind.SOURCE_ORIENTED_PRODUCT, key) for key in ("Visits", f"Calls {share}"))
    return DuplicateCandidates(first, second, share, ("Their names are similar.",))


@pytest.mark.parametrize(("shares", "rows"), [((0.55,), 0), ((0.9, 0.55), 1)])
def test_weak_pairs_have_no_slide(
    monkeypatch: pytest.MonkeyPatch, shares: tuple[float, ...], rows: int
) -> None:
    overlaps = Overlaps(tuple(map(pair, shares)), ())
    monkeypatch.setattr(exports_plans, "overlaps_of", lambda _discovery: overlaps)
    slides = exports_plans.overlap_slides(Discovery())
    assert [len(list(slide.table.rows)) for slide in slides if slide.table] == ([rows] if rows else [])
    assert all(slide.title == "Visits and Calls 0.9 could be one data product" for slide in slides)
