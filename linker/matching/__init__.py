"""Which post belongs to which claim, how strongly, and why."""
