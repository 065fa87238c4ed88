"""The use cases, one file each, that the CLI, the daemon and the Datasette plugin share."""
