"""Which of thousands of posts, claims and articles belong together, where no embed tells."""
