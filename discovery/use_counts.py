"""The number of use cases beside a shared data product. Pure.

They are counted by products.landscape.rules. A shared product is yellow, and its number is in a filled circle
wherever it is drawn or listed (docs/adr/0030). Its words are in discovery.use_count_words.
"""

from dataclasses import dataclass

from documents import dot

_FILLED, _FILLED_FROM_11 = 0x2776, 0x24EB
_MOST, _MOST_BELOW_11 = 20, 10


@dataclass(frozen=True, slots=True)
class UseCount:
    """`count` is 0 for a product that isn't shared, else at least 2."""

    count: int = 0

    @property
    def is_shared(self) -> bool:
        return self.count > 1

    @property
    def mark(self) -> str:
        """The key of the mark of the product, in discovery.marks.MARKS."""
        return "shared" if self.is_shared else "product"

    @property
    def sign(self) -> str:
        """The number in its circle, as beside the name; "" without one."""
        if not self.is_shared:
            return ""
        if self.count > _MOST:
            return f"({self.count})"
        if self.count > _MOST_BELOW_11:
            return chr(_FILLED_FROM_11 + self.count - _MOST_BELOW_11 - 1)
        return chr(_FILLED + self.count - 1)


NO_COUNT = UseCount()


def use_count(share: int) -> UseCount:
    """The number beside a product that so many use cases `share`."""
    return UseCount(share) if share > 1 else NO_COUNT


def counted_name(name: str, uses: UseCount) -> str:
    """The name of a product, and beside it the number of its use cases, which is never alone on a line."""
    return f"{dot.clean(name)}\u00a0{uses.sign}" if uses.is_shared else name
