"""How strangers' bytes become units: containers opened, JSON and tables cut, within bounds, streamed."""
