"""SQLite: schema, writes, queries and indexes; the only package that knows SQL."""
