from technology.models.guidance import FitnessReading, SharingChoice, SharingPattern
from technology.platforms.models import (
    Capability,
    Plane,
    Platform,
    PlatformChange,
    PlatformFeedback,
    ProductNeed,
)
from technology.today.models import AssetKind, AssetRead, DataAsset

__all__ = [
    "AssetKind",
    "AssetRead",
    "Capability",
    "DataAsset",
    "FitnessReading",
    "Plane",
    "Platform",
    "PlatformChange",
    "PlatformFeedback",
    "ProductNeed",
    "SharingChoice",
    "SharingPattern",
]
