"""The Datasette front end."""
