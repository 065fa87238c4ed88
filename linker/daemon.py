"""APScheduler wired to the service."""
