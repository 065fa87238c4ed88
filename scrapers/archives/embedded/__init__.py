"""Posts as their embeds show them: in pages, in rows of markup, in oEmbed's answers."""
