"""How strongly a post belongs to a claim, why, and how the claim stands to it."""
