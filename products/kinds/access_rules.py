"""Rules for access to a data product by role or attribute, in their order."""

from django.utils.translation import gettext as _, gettext_lazy

from core.clean_text import is_visible
from core.exceptions import Invalid
from core.kinds import Layout, Radios, check_year
from products.design.unique_names.kinds import OfProduct
from products.models import AccessBasis, AccessRule


class AccessRuleKind(OfProduct[AccessRule]):
    """People who may, or may not, use a data product, by role or attribute."""

    model = AccessRule
    recognized_by = ("effect", "basis", "users", "subject", "value")
    page = "products:product_checklist"
    anchor = "rule"
    title = "subject"
    layout = Layout(Radios("effect"), Radios("users"), Radios("basis"), "subject", "value", "until", "note")
    labels = {"subject": gettext_lazy("Role or attribute")}
    help_texts = {
        "subject": gettext_lazy("A role such as “Brand manager”, or an attribute such as “Country”."),
        "users": gettext_lazy("Programs get access through their own roles and attributes."),
        "until": gettext_lazy("Leave empty for no end date."),
        "value": gettext_lazy("The required value of the attribute, such as “Germany”. Not used for roles."),
    }

    def complete(self, draft: AccessRule) -> None:
        """Only attributes have a value: that of a rule which became one by role goes."""
        if draft.basis != AccessBasis.ATTRIBUTE:
            draft.value = ""

    def check(self, draft: AccessRule, before: AccessRule | None) -> None:
        check_year(draft.until, "until")
        if draft.subject and not is_visible(draft.subject):
            raise Invalid(_("Enter the role or attribute that the rule applies to."), "subject")
        if draft.basis == AccessBasis.ATTRIBUTE and not is_visible(draft.value):
            raise Invalid(_("Enter the value of the attribute."), "value")

    def summary(self, artifact: AccessRule) -> str:
        return artifact.product.name


ACCESS_RULE = AccessRuleKind()
