"""Rules for data products in documents."""

from exchange.format import rules


def register_own() -> None:
    """Register this app's rules for its tables."""
    rules.document_rules.register(
        rules.DocumentRules(
            key="products",
            left_out={
                "products.AnswerRequest": rules.WORKED_OUT,
                "products.KeptAnswer": rules.WORKED_OUT,
                "products.MeasurementKey": rules.SECRET,
                "products.ShownWhatIf": rules.MOMENT,
            },
            texts_left_out={
                "products.AccessRequest.link": rules.NAMELESS_ROW,
                "products.AccessRequest.rule": rules.NAMELESS_ROW,
                "products.DistinctProducts": rules.OF_PAGES,
                "products.Measurement": rules.OF_PROGRAMS,
                "products.Scenario": rules.BY_IDENTIFIERS,
                "products.Slo.pattern": rules.NAMELESS_ROW,
            },
            no_names={
                "products.AccessRequest.who": "a role, a team or a program: mentions are texts",
                "products.AccessRule.subject": "a role or a group: mentions are texts",
                "products.UsagePattern.who": "a role or a group: mentions are texts",
            },
        )
    )
