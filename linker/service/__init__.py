"""The use cases, one file each, in rooms, that the CLI, the daemon and the Datasette plugin share."""
