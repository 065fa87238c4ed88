"""The command line: parses, calls one service function, prints."""

import click


@click.group()
def main() -> None:
    """Link social posts to the claims of the articles that carry them."""
