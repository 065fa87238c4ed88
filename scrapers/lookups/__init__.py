"""Live look-ups of a post, none of which needs a key: where a platform is asked, and what it answers."""
