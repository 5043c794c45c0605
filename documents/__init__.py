"""The engine of documents: PDF, slides, spreadsheet, archive, and drawings with figures, charts and marks.

Callers hand in the content: it may know `core`, and nothing of discoveries, workshops or products.
"""
