from core import plugging


class SimulatedRoomConfig(plugging.PluggedApp):
    """The simulated people of this app, part of the dress rehearsal feature."""

    name = "lvt.dress_rehearsal"
    label = "lvt_dress_rehearsal"
    plug_ins = ("scripts",)
