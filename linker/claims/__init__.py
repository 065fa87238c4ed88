"""Article paragraphs -> claims with their speakers."""
