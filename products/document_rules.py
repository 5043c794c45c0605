"""Rules for data products in documents."""

from exchange.format.rules import (
    BY_IDENTIFIERS,
    MOMENT,
    NAMELESS_ROW,
    OF_PAGES,
    OF_PROGRAMS,
    SECRET,
    WORKED_OUT,
    DocumentRules,
    document_rules,
)


def register_own() -> None:
    """Register this app's rules for its tables."""
    document_rules.register(
        DocumentRules(
            key="products",
            left_out={
                "products.AnswerRequest": WORKED_OUT,
                "products.KeptAnswer": WORKED_OUT,
                "products.MeasurementKey": SECRET,
                "products.ShownWhatIf": MOMENT,
            },
            texts_left_out={
                "products.AccessRequest.link": NAMELESS_ROW,
                "products.AccessRequest.rule": NAMELESS_ROW,
                "products.DistinctProducts": OF_PAGES,
                "products.Measurement": OF_PROGRAMS,
                "products.Scenario": BY_IDENTIFIERS,
                "products.Slo.pattern": NAMELESS_ROW,
            },
            no_names={
                "products.AccessRequest.who": "a role, a team or a program: mentions are texts",
                "products.AccessRule.subject": "a role or a group: mentions are texts",
                "products.UsagePattern.who": "a role or a group: mentions are texts",
            },
        )
    )
