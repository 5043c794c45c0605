"""Operations of the product stream that only facilitators can undo, and those that no one can."""

from core.registries import UndoRules, undo_rules
from products.design.merging.policies import check_may_be_parted
from products.promises.access_requests.policies import check_may_be_set_back
from products.services.port_dependents import follow_ports


def register_own() -> None:
    """Editors undo what editors may do, facilitators what they settled in a room; nothing of the product
    stream is final."""
    undo_rules.register(
        UndoRules(
            "products",
            of_facilitators=frozenset({"map_mark", "measurement_key", "template_proposal"}),
            seen_by_the_room=frozenset(),
            check=check_may_be_set_back,
            check_target=check_may_be_parted,
            settle=follow_ports,
        )
    )
