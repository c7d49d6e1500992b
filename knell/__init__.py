"""Knell: a casualty recorder's casebook."""

__version__ = "0.1.0"
