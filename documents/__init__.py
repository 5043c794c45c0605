"""The engine of documents: PDF, slides, spreadsheet, archive, and drawings with figures, charts and marks.

What stands in a document is handed in: it may know `core`, and nothing of discoveries, workshops or products.
"""
