"""Trains weights, publishes them and reports on them."""
