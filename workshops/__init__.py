"""Workshops and their rooms: agenda, activities, contributions, boards, breakouts, steering, results. And
what rooms and pages capture: decisions, actions, questions, risks, the parking lot.

It may know `discovery` and the apps below that, and no stream: these register what they add to rooms.
"""
