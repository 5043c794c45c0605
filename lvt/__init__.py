"""The Lean Value Tree: vision, goals, hypotheses, initiatives and measures, use-case cards, prioritization.

It may import `discovery` and the apps below it, but nothing of data products.
"""
