"""The tech stream: platform capabilities, today's architecture, gaps, logical architecture, fitness, sharing.

It may know `products` and the apps below that, and judges data products by their records. An app above it may
add fitness checks (technology/registries.py).
"""
