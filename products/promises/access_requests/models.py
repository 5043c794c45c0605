"""Requests for access to an output port, and the owner's answers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Artifact, in_choices, optional_link
from organizations.models import Person
from products.design.ports.models import OutputPort, ProductConsumer
from products.design.product.models import AccessRule, AccessUsers


class RequestState(models.TextChoices):
    """The state of a request for access."""

    ASKED = "asked", _("Awaiting answer")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")
    ENDED = "ended", _("Ended")


class AccessRequest(Artifact):
    """Someone asks that `who` may use a port for a purpose, through `expires_on`. Where that is granted,
    `rule` lets them in to the whole product, through its own `until`, and `link` makes them a consumer of the
    port until someone ends the access; it is None where they were one before."""

    port = models.ForeignKey(OutputPort, on_delete=models.CASCADE, related_name="access_requests")
    who = models.CharField(_("role, team or program"), max_length=120)
    users = models.CharField(
        _("applies to"), max_length=7, choices=AccessUsers.choices, default=AccessUsers.HUMAN
    )
    purpose = models.TextField(_("purpose"), max_length=2000)
    asked_by = optional_link(Person, "+", _("requested by"))
    expires_on = models.DateField(_("until"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=7, choices=RequestState.choices, default=RequestState.ASKED
    )
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    rule = optional_link(AccessRule, "+")
    link = optional_link(ProductConsumer, "+")

    class Meta(Artifact.Meta):
        ordering = ("pk",)
        verbose_name = _("request for access")
        verbose_name_plural = _("requests for access")
        constraints = (
            in_choices("accessrequest_state", "state", RequestState),
            in_choices("accessrequest_users", "users", AccessUsers),
        )

    def __str__(self) -> str:
        return self.who
