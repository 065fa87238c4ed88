"""What was read and archived -> links, kept in a database or in memory."""
