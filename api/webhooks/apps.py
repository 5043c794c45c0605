from core import plugging


class WebhooksConfig(plugging.PluggedApp):
    """Webhooks: a feature that may be removed."""

    name = "api.webhooks"
    plug_ins = ("overview", "selectors", "services")
