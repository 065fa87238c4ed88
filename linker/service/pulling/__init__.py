"""The sources of config.toml, pulled by one process a database."""
