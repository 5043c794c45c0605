"""The part of the world (world.py) that belongs to platforms, their capabilities, and what there is today."""

from __future__ import annotations

from types import SimpleNamespace

from technology.models import (
    AssetRead,
    Capability,
    DataAsset,
    Platform,
    PlatformChange,
    PlatformFeedback,
    ProductNeed,
)
from tests.factories import make


def technology_of(half: SimpleNamespace) -> None:
    """Needs the products of the half."""
    mark, discovery = half.mark, half.discovery
    half.platform = make(
        Platform,
        discovery=discovery,
        name=f"{mark} platform",
        description=f"{mark} offer",
        owner=half.person,
        team=half.team,
        alignment=f"{mark} alignment",
    )
    half.platform_feedback = make(
        PlatformFeedback,
        platform=half.platform,
        text=f"{mark} what a team says",
        team=half.team,
        answer=f"{mark} answer of the platform",
    )
    half.platform_change = make(
        PlatformChange,
        platform=half.platform,
        name=f"{mark} change of the platform",
        detail=f"{mark} what teams have to do",
    )
    half.capability = make(
        Capability,
        discovery=discovery,
        platform=half.platform,
        plane="infrastructure",
        name=f"{mark} capability",
        description=f"{mark} capability's meaning",
        today=1,
        needed=3,
        evidence=f"{mark} evidence",
        owner=half.person,
        how_to_get=f"{mark} way to get it",
        gap_closer=half.person,
        gap_effort=2,
    )
    half.need = make(
        ProductNeed, product=half.product, capability=half.capability, level=4, reason=f"{mark} reason"
    )
    half.asset = make(
        DataAsset,
        discovery=discovery,
        name=f"{mark} asset",
        description=f"{mark} asset's content",
        location=f"{mark} place",
        owner=half.person,
        becomes=half.product,
    )
    half.asset_read = make(
        AssetRead, discovery=discovery, source=half.source, reader=half.asset, how=f"{mark} extract"
    )
