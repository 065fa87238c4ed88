"""Models measured, trained and installed."""
