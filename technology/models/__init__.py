from technology.models.guidance import FitnessReading, SharingChoice, SharingPattern
from technology.models.platform import Capability, Plane, Platform, ProductNeed
from technology.models.today import AssetKind, AssetRead, DataAsset

__all__ = [
    "AssetKind",
    "AssetRead",
    "Capability",
    "DataAsset",
    "FitnessReading",
    "Plane",
    "Platform",
    "ProductNeed",
    "SharingChoice",
    "SharingPattern",
]
