"""Commands that make what models are made of: networks, an adapter, the table of frequencies."""
