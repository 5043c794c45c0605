"""First steps of a what-if: changes to try, from what the current plan has computed."""

from django.utils.translation import gettext as _, ngettext

from products.planning.cut_line.selectors import CutLine
from products.planning.what_if.selectors import WhatIf
from products.selectors.what_if_coverage import WhatIfChanges


def examples(comparison: WhatIf) -> list[tuple[str, str]]:
    """Each as the words of its button and its part of an address: the capacity that serves more, the product
    to be built that is worth least, and the longest one with twice its effort; of different products if
    possible. None beside changes."""
    if comparison.words:
        return []
    line = comparison.before.line
    # The effort of a product of another discovery isn't told, so it isn't doubled either.
    estimates = [
        (each.product.effort, each) for each in line.build if each.is_from_here and each.product.effort
    ]
    longest = max(estimates, key=lambda pair: pair[0], default=None)
    built = {each.key for each in line.build}
    worth = [each.serving for each in line.worth if each.serving.key in built]
    others = [each for each in worth if longest is None or each.key != longest[1].key]
    suggestions = list(_more(line, comparison.changes))
    # Worth is in descending order.
    for product in (others or worth)[-1:]:
        words = _("Leave out %(product)s") % {"product": product}
        suggestions.append((words, f"drop={product.product.uuid}"))
    if longest is not None:
        effort, product = longest
        words = _("Double the effort of %(product)s") % {"product": product}
        suggestions.append((words, f"effort={product.product.uuid}:{effort * 2}"))
    return suggestions


def _more(line: CutLine, changes: WhatIfChanges) -> list[tuple[str, str]]:
    better = [step for step in line.steps if step.reached.exact.value > line.reached.exact.value]
    if not better or changes.weeks is not None:
        return []
    limit = better[0].limit
    more = limit - line.limit
    words = ngettext("Build %(count)s more data product", "Build %(count)s more data products", more)
    return [(words % {"count": more}, f"then={limit}")] if more > 0 else []
