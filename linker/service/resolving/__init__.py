"""Posts that only embeds tell of, asked of web archives and look-ups."""
