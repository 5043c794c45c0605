from __future__ import annotations

from core import plugging


class SimulatedRoomConfig(plugging.PluggedApp):
    """Simulated people of dress rehearsals, who go with that feature."""

    name = "workshops.dress_rehearsal"
    label = "workshops_dress_rehearsal"
    plug_ins = ("scripts",)
