from core import plugging


class SimulatedRoomConfig(plugging.PluggedApp):
    """The simulated people of this app, part of the dress rehearsal feature."""

    name = "workshops.dress_rehearsal"
    label = "workshops_dress_rehearsal"
    plug_ins = ("scripts",)
