"""The Lean Value Tree: vision, goals, hypotheses, initiatives and measures, use-case cards, prioritization.

It may know `discovery` and the apps below that. What data products make of a use case it does not know.
"""
