"""The append-only log of what was received, what people decided and what outsiders answered, and the bytes themselves.

Knows nothing of Django, so that a proof outlives it. Read ``store`` first: it holds the order of writing.
"""
