from core import plugging


class DressRehearsalConfig(plugging.PluggedApp):
    """Dress rehearsals: a feature that may be removed, with the folders of the same name in other apps."""

    name = "exchange.dress_rehearsal"
    label = "exchange_dress_rehearsal"
    plug_ins = ("overview", "services")
