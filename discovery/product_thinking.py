"""The introduction to product thinking, ready to be put on an agenda. Data only."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from discovery.accelerate_templates import WorkshopTemplate
from discovery.agenda_files import PlannedActivity

SLIDES = _(
    """# Data as a product

Somebody chooses it. If nobody would, it is not a product yet.

---

## An asset is kept. A product is used.

- **Asset:** a database, a file, an extract. It exists whether or not anybody needs it.
- **Product:** made for a goal of its users, with promises it keeps, owned by one domain and one team.

---

## Know who you serve

Who decides or works differently because of it, and at which moment?
The way they work shapes the product, not the other way round.

---

## A project ends. A product goes on.

- A project is done when it is delivered.
- A product is never done: its users change, and it changes with them.

---

## Look over the fence

- Another domain may need the same data: a second consumer is worth more than a second copy.
- Ask early what others would make of it, and what you could take from them.

---

## Different heads at one table

Those who know the business, the data and the technology design it together.
Each of them alone misses what the others see."""
)

PRODUCT_THINKING = WorkshopTemplate(
    "product_thinking",
    _("Introduction to product thinking"),
    _("Forty minutes for those who have not worked with products: what makes data a product, and for whom."),
    (
        PlannedActivity(
            "presentation",
            _("Data as a product"),
            10,
            _("What makes data a product, in six slides."),
            _("A minute or two for each slide. Give an example of this company instead of explaining more."),
            settings={"slides": SLIDES},
        ),
        PlannedActivity(
            "brainstorm",
            _("Who would miss it?"),
            12,
            _(
                "Think of data that you make or prepare. Who would notice tomorrow if it were gone, and by "
                "what? One note for each."
            ),
            _(
                "Nobody comes to mind? Then it is an asset, not a product: leave it for now. Group the notes "
                "by who would miss the data."
            ),
        ),
        PlannedActivity(
            "talk",
            _("From asset to product"),
            12,
            _(
                "Take the data that most would miss. What would have to be promised about it, who would own "
                "it, and who else could use it?"
            ),
            _("Write a first data product down while they talk; the six questions come later."),
        ),
        PlannedActivity(
            "check_in",
            _("What do you take with you?"),
            5,
            _("One word for what you will look at differently."),
            _("Read some out. What people doubt is a good start for the next sitting."),
        ),
    ),
)
