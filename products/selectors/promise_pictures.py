"""An objective as its pages draw it: the standing, and the chart of what was measured."""

from dataclasses import dataclass
from fractions import Fraction

from products.objective_chart import Chart, chart
from products.promises.selectors import SloStanding
from products.selectors import promise_words


@dataclass(frozen=True, slots=True)
class PromisePicture:
    """`chart` is None while nothing was measured."""

    standing: SloStanding
    chart: Chart | None

    @property
    def most_missed(self) -> str:
        """The largest share that a measurement missed, in words."""
        return promise_words.percent(self.chart.most) if self.chart else ""

    @property
    def allowed(self) -> str:
        """The share that the target allows a measurement to miss, in words."""
        return promise_words.percent(100 - self.standing.windows[0].window.target) if self.chart else ""


def with_chart(standing: SloStanding) -> PromisePicture:
    """The standing with its chart: the share that was good of each measurement, against the first target."""
    shares = [
        Fraction(100) * (1 - Fraction(each.bad) / Fraction(each.total))
        for each in standing.measurements
        if each.total
    ]
    targets = [Fraction(window.window.target) for window in standing.windows]
    return PromisePicture(standing, chart(shares, targets[0]) if shares and targets else None)
