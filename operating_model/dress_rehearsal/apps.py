from __future__ import annotations

from core import plugging


class SimulatedRoomConfig(plugging.PluggedApp):
    """Simulated people of dress rehearsals, who go with that feature."""

    name = "operating_model.dress_rehearsal"
    label = "operating_model_dress_rehearsal"
    plug_ins = ("scripts",)
