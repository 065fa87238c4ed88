"""What is looked at and judged: Datasette, the articles of a post, reviews, the state."""
