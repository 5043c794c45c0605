from core import plugging


class TrackersConfig(plugging.PluggedApp):
    """Files for trackers: a feature that may be removed."""

    name = "technology.trackers"
    plug_ins = ("exports",)
