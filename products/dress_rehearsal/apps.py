from core import plugging


class SimulatedRoomConfig(plugging.PluggedApp):
    """The simulated people of this app, part of the dress rehearsal feature."""

    name = "products.dress_rehearsal"
    label = "products_dress_rehearsal"
    plug_ins = ("scripts",)
