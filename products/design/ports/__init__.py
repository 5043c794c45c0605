"""Ports of data products: inputs, outputs and their columns, with sources and consumers."""
