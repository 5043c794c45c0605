"""The number of use cases beside a data product: how many share it, else how many need it. Pure.

Both are counted by products.landscape.rules, and told apart wherever a product is drawn or counted
(docs/adr/0030): a shared product is yellow, its number is in a filled circle. The number of one that several
use cases need and that isn't shared is in an open circle. Its words are in discovery.use_count_words.
"""

from dataclasses import dataclass

from documents import dot

_OPEN, _FILLED, _FILLED_FROM_11 = 0x2460, 0x2776, 0x24EB
_MOST, _MOST_FILLED = 20, 10


@dataclass(frozen=True, slots=True)
class UseCount:
    """`count` is 0 for a product that has no number, else at least 2."""

    count: int = 0
    is_shared: bool = False

    @property
    def is_only_needed(self) -> bool:
        """Return True if several use cases need it, and it isn't shared."""
        return self.count > 1 and not self.is_shared

    @property
    def mark(self) -> str:
        """The key of the mark of the product, in discovery.marks.MARKS."""
        return "shared" if self.is_shared else "product"

    @property
    def sign(self) -> str:
        """The number in its circle, as beside the name; "" without one."""
        if not self.count:
            return ""
        if self.count > _MOST:
            return f"({self.count})"
        if not self.is_shared:
            return chr(_OPEN + self.count - 1)
        if self.count > _MOST_FILLED:
            return chr(_FILLED_FROM_11 + self.count - _MOST_FILLED - 1)
        return chr(_FILLED + self.count - 1)


NO_COUNT = UseCount()


def use_count(*, need: int, share: int) -> UseCount:
    """The number beside a product that so many use cases `need`, of which so many `share` it."""
    if share > 1:
        return UseCount(share, is_shared=True)
    return UseCount(need) if need > 1 else NO_COUNT


def counted_name(name: str, uses: UseCount) -> str:
    """The name of a product, and beside it the number of its use cases, which is never alone on a line."""
    return f"{dot.clean(name)}\u00a0{uses.sign}" if uses.count else name
