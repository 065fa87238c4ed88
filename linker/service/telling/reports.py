"""How a service function tells its front end what it does: line by line, and how far it has come."""

from collections.abc import Callable

Report = Callable[[str], None]
"""Told a line for the operator."""
Progress = Callable[[int, int], None]
"""Told (things done, things in all)."""
