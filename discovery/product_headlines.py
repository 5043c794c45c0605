"""Titles of slides and sections about data products: their state, access, promises and purpose."""

from django.utils.translation import gettext as _, ngettext


def products(*, live: int, count: int) -> str:
    """Title of the data products."""
    if count == 1:
        words = _("The data product is live") if live else _("The data product isn’t live yet")
    else:
        words = ngettext(
            "%(live)s of %(count)s data products is live",
            "%(live)s of %(count)s data products are live",
            live,
        )
    return words % {"live": live, "count": count}


def purposes(*, linked: int, count: int) -> str:
    """Title of the reasons for data products; `linked` of them serve a goal."""
    if count == 1:
        words = _("The data product serves a goal") if linked else _("The data product serves no goal yet")
    else:
        words = ngettext(
            "%(linked)s of %(count)s data products serves a goal",
            "%(linked)s of %(count)s data products serve a goal",
            linked,
        )
    return words % {"linked": linked, "count": count}


def needed_by_several(*, count: int, of: int) -> str:
    """Title of the `count` data products that several use cases need, directly or by reuse."""
    if count == of == 1:
        return _("The data product is needed by several use cases")
    words = ngettext(
        "%(count)s of %(all)s data products is needed by several use cases",
        "%(count)s of %(all)s data products are needed by several use cases",
        count,
    )
    return words % {"count": count, "all": of}


def sharing(*, with_method: int, ports: int) -> str:
    """Title of the sharing methods of output ports."""
    if ports == 1:
        words = (
            _("The output port has a sharing method")
            if with_method
            else _("The output port has no sharing method yet")
        )
    else:
        words = ngettext(
            "%(chosen)s of %(ports)s output ports has a sharing method",
            "%(chosen)s of %(ports)s output ports have a sharing method",
            with_method,
        )
    return words % {"chosen": with_method, "ports": ports}


def access(*, with_rules: int, count: int) -> str:
    """Title of the access rules; `with_rules` of the data products have some."""
    if count == 1:
        words = (
            _("The data product has access rules")
            if with_rules
            else _("The data product has no access rules yet")
        )
    else:
        words = ngettext(
            "%(part)s of %(count)s data products has access rules",
            "%(part)s of %(count)s data products have access rules",
            with_rules,
        )
    return words % {"part": with_rules, "count": count}


def promises(*, kept_count: int, violated: int, unmeasured: int) -> str:
    """Title of the promises: what is violated, else what is kept and what is not measured yet."""
    count = kept_count + violated + unmeasured
    if unmeasured == count:
        return _("No promise is measured yet")
    if count == 1:
        words = _("The promise is violated") if violated else _("The promise is kept")
    elif violated:
        words = ngettext(
            "%(violated)s of %(count)s promises is violated",
            "%(violated)s of %(count)s promises are violated",
            violated,
        )
    elif unmeasured:
        words = ngettext(
            "%(kept)s of %(count)s promises is kept, %(unmeasured)s not measured yet",
            "%(kept)s of %(count)s promises are kept, %(unmeasured)s not measured yet",
            kept_count,
        )
    else:
        words = ngettext(
            "%(kept)s of %(count)s promises is kept", "%(kept)s of %(count)s promises are kept", kept_count
        )
    return words % {"kept": kept_count, "violated": violated, "unmeasured": unmeasured, "count": count}
