from core import plugging


class SimulatedRoomConfig(plugging.PluggedApp):
    """The simulated people of this app, part of the dress rehearsal feature."""

    name = "operating_model.dress_rehearsal"
    label = "operating_model_dress_rehearsal"
    plug_ins = ("scripts",)
