"""What-if: a trial change to ranking, cut line and costs that can become a decision."""
