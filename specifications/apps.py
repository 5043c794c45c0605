from core import plugging


class SpecificationsConfig(plugging.PluggedApp):
    """The app of specifications and other files of data products; what it registers is in `plug_ins`."""

    name = "specifications"
    verbose_name = "Specifications"
    plug_ins = ("exports", "imports.services")
