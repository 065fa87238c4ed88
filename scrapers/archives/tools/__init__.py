"""What tools made of posts: scrapers' lines, tables and databases of several platforms, linker's own rows."""
