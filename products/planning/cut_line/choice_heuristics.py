"""First answers: good choices of use cases and products, found at once and always the same. Pure.

Three searches compete for each capacity: from the corner below (choice_problem) upwards, taking what brings
most for what it adds; the same once more with each of the best use cases taken first; and from the corner
above downwards, giving up the products that lose least. Then single products and use cases are exchanged
while that brings more. Their number of steps depends on the question alone, never on a clock.
"""

from products.planning.cut_line.choice_problem import ChoiceProblem, bits

# So many use cases and groups are looked at for all capacities together, and for a single one: some tenths of
# a second of processor time.
_STEPS, _STEPS_OF_ONE = 800_000, 200_000
# So often a choice is exchanged for a better one.
_EXCHANGES = 6
# Costs of groups are added up in blocks of so many bits.
_BLOCK = 10


class Search:
    """Searches choices of one problem."""

    def __init__(self, problem: ChoiceProblem) -> None:
        self.problem = problem
        self._tables = [
            _sums(problem.costs[start : start + _BLOCK]) for start in range(0, len(problem.costs), _BLOCK)
        ]
        self._is_counted = all(cost == 1 for cost in problem.costs)
        self._steps = self._most = 0

    def all(self) -> list[int]:
        """A choice for each number of units of cost, from 0 to all, as the use cases that it serves. None is
        worth less than one of a lower cost."""
        size = self.problem.size
        built = [0]
        for capacity in range(size + 1):
            self._most = self._steps + _STEPS // (size + 1)
            grown = self._grow(built[-1], capacity)
            built.append(self._better(grown, self._one(capacity, grown)))
        built = built[1:]
        self._most = self._steps + _STEPS // 4
        for capacity in range(size - 1, -1, -1):
            if self._is_spent:
                break
            less = self._grow(self._shrink(built[capacity + 1], capacity), capacity)
            built[capacity] = self._better(built[capacity], less)
        for capacity in range(1, size + 1):
            built[capacity] = self._better(built[capacity], built[capacity - 1])
        return [self.problem.served(each) for each in built]

    def one(self, capacity: int) -> int:
        """A choice within one capacity, as the use cases that it serves."""
        self._most = self._steps + _STEPS_OF_ONE
        return self.problem.served(self._one(capacity, self._grow(0, capacity)))

    @property
    def _is_spent(self) -> bool:
        return self._steps >= self._most

    def _affords(self, steps: int) -> bool:
        return self._steps + steps <= self._most

    def _one(self, capacity: int, best: int) -> int:
        """A choice that is worth at least as much as `best`."""
        problem = self.problem
        low = max((each for each in problem.corners if each.cost <= capacity), key=lambda each: each.cost)
        base, groups = problem.built(low.use_cases), len(problem.costs)
        if low.cost == capacity:
            return base
        if self._affords(min(capacity - low.cost, groups) * len(problem.candidates)):
            best = self._better(best, self._grow(base, capacity))
        above = next((each for each in problem.corners if each.cost > capacity), None)
        if above is not None and self._affords(min(above.cost - capacity, groups) * groups * 4):
            shrunk = self._shrink(problem.built(above.use_cases), capacity)
            best = self._better(best, self._grow(shrunk, capacity))
        for start in dict.fromkeys((base, 0)):
            spent = self._cost(start)
            adds = [
                (cost / problem.scores[place], place)
                for place, needs in enumerate(problem.needs)
                if needs & ~start and (cost := self._cost(needs & ~start)) <= capacity - spent
            ]
            for _ratio, place in sorted(adds):
                if self._is_spent:
                    break
                best = self._better(best, self._grow(start | problem.needs[place], capacity))
        return self._exchanged(best, capacity)

    def _units(self, built: int) -> int:
        return self.problem.units(self.problem.served(built))

    def _better(self, first: int, second: int) -> int:
        """The one that is worth more; of equal ones the cheaper."""
        if first == second:
            return first
        one, two = self._units(first), self._units(second)
        if one == two:
            return second if self._cost(second) < self._cost(first) else first
        return first if one > two else second

    def _cost(self, built: int) -> int:
        if self._is_counted:
            return built.bit_count()
        cost = 0
        for table in self._tables:
            cost += table[built & (1 << _BLOCK) - 1]
            built >>= _BLOCK
        return cost

    def _grow(self, built: int, capacity: int, without: int = 0) -> int:
        """Adds again and again the use case that brings most for what it costs in addition and still fits;
        never one of those `without`. The lower the place, the more a use case counts among equal ones."""
        problem, scores = self.problem, self.problem.scores
        rest = capacity - self._cost(built)
        waiting = [
            place for place, needs in enumerate(problem.needs) if needs & ~built and not without >> place & 1
        ]
        while True:
            self._steps += len(waiting)
            fitting, best, adding, adds = [], -1.0, 0, 0
            for place in waiting:
                missing = problem.needs[place] & ~built
                if missing and (cost := self._cost(missing)) <= rest:
                    fitting.append(place)
                    if scores[place] / cost > best:
                        best, adding, adds = scores[place] / cost, missing, cost
            if not fitting:
                return built
            built, rest, waiting = built | adding, rest - adds, fitting

    def _shrink(self, built: int, capacity: int) -> int:
        """Gives up again and again the group whose use cases lose least for what that saves."""
        problem = self.problem
        use_cases = problem.served(built)
        built = problem.built(use_cases)
        cost = self._cost(built)
        while cost > capacity:
            self._steps += built.bit_count() * (1 + use_cases.bit_count() // 4)
            least, remaining = None, 0
            for group in bits(built):
                staying = use_cases & ~problem.users[group]
                saving = cost - self._cost(problem.built(staying))
                loss = problem.units(use_cases & problem.users[group]) / saving
                if least is None or loss < least:
                    least, remaining = loss, staying
            use_cases = remaining
            built = problem.built(use_cases)
            cost = self._cost(built)
        return built

    def _exchanged(self, built: int, capacity: int) -> int:
        for _time in range(_EXCHANGES):
            better = self._exchange(built, capacity)
            if better is None:
                break
            built = better
        return built

    def _exchange(self, built: int, capacity: int) -> int | None:
        """The first choice that is worth more and comes of doing without one group or one use case, or of
        insisting on another; None where there is none."""
        problem, units = self.problem, self._units(built)
        use_cases = problem.served(built)
        for dropped in (
            *(problem.users[group] for group in bits(built)),
            *(1 << place for place in bits(use_cases)),
        ):
            smaller = problem.built(use_cases & ~dropped)
            if self._is_spent:
                return None
            if smaller == built:
                continue
            other = self._grow(smaller, capacity, without=dropped)
            if self._units(other) > units:
                return self._grow(other, capacity)
        for place in bits(problem.all & ~use_cases):
            if not self._is_spent and self._cost(problem.needs[place]) <= capacity:
                other = self._grow(self._shrink(built | problem.needs[place], capacity), capacity)
                if self._units(other) > units:
                    return other
        return None


def _sums(costs: list[int]) -> list[int]:
    """The cost of each set of these groups, by the set as bits."""
    sums = [0] * (1 << len(costs))
    for groups in range(1, len(sums)):
        low = groups & -groups
        sums[groups] = sums[groups ^ low] + costs[low.bit_length() - 1]
    return sums
