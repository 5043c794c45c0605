from core import plugging


class TrackersConfig(plugging.PluggedApp):
    """Files for trackers: a feature that may be removed."""

    name = "technology.tracker_files"
    plug_ins = ("exports",)
