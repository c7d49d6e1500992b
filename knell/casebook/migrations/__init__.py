"""Every table carries its casebook from the first migration on."""
