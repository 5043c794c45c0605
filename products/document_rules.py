"""Rules for data products in documents."""

from exchange.format import table_rules


def register_own() -> None:
    """Register this app's rules for its tables."""
    table_rules.document_rules.register(
        table_rules.DocumentRules(
            key="products",
            left_out={
                "products.AnswerRequest": table_rules.WORKED_OUT,
                "products.KeptAnswer": table_rules.WORKED_OUT,
                "products.MeasurementKey": table_rules.SECRET,
                "products.ShownWhatIf": table_rules.MOMENT,
            },
            texts_left_out={
                "products.AccessRequest.link": table_rules.NAMELESS_ROW,
                "products.AccessRequest.rule": table_rules.NAMELESS_ROW,
                "products.DistinctProducts": table_rules.OF_PAGES,
                "products.Measurement": table_rules.OF_PROGRAMS,
                "products.Scenario": table_rules.BY_IDENTIFIERS,
                "products.Slo.pattern": table_rules.NAMELESS_ROW,
            },
            no_names={
                "products.AccessRequest.who": "a role, a team or a program: mentions are texts",
                "products.AccessRule.subject": "a role or a group: mentions are texts",
                "products.UsagePattern.who": "a role or a group: mentions are texts",
            },
        )
    )
