from technology.models.sharing_and_fitness import FitnessReading, SharingChoice, SharingPattern
from technology.platforms.models import (
    Capability,
    Plane,
    Platform,
    PlatformChange,
    PlatformFeedback,
    ProductNeed,
)
from technology.today.models import AssetKind, AssetRead, DataAsset
