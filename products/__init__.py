"""The product stream: data products with ports, promises and usage, landscape, cut line.

It may import `lvt` and the apps below that: a product serves use cases. What the tech stream and the
operating model say of a product it knows only by what they registered (products/registries.py).
"""
