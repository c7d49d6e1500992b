"""The computed ledger of a casebook: Django models, the read interface over them, and what a casebook takes in.

``ledger.open_casebook(path)`` is the way in for whoever reads. Importing this package does not import Django.
"""
