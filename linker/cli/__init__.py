"""The command line: a command parses, calls one service function, prints; the contract is docs/cli.md."""

import logging
import sys
import traceback
from typing import Any

import click
from click_default_group import DefaultGroup

from linker.cli import archive, evaluate, link, model, review, run
from linker.errors import LinkerError, Stopped
from linker.service.ending import stop_by_exception


class _Group(DefaultGroup):  # type: ignore[misc]  # the library carries no types
    """Turns our errors into one line and their exit code; no traceback reaches a user."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - click's own signature
        """Called as a program, which takes signals; who calls `main` keeps their own way with them."""
        stop_by_exception()
        return super().__call__(*args, **kwargs)

    def main(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - click's own signature
        try:
            return super().main(*args, **kwargs)
        except LinkerError as error:
            click.echo(f"linker: {error}", err=True)
            sys.exit(error.exit_code)
        except Exception as error:  # noqa: BLE001 - the last resort: say it is ours, and how to tell us
            _own_failure(error)
            sys.exit(LinkerError.exit_code)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - the same
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise Stopped("stopped; what was stored stays, and running it again goes on from there") from None


def _own_failure(error: Exception) -> None:
    if "--debug" in sys.argv:
        traceback.print_exc()
    message = f"linker: failed of its own ({type(error).__name__}: {error})"
    click.echo(f"{message}; run `linker --debug …` for the trace and report it", err=True)


@click.group(
    cls=_Group, default="link", default_if_no_args=False, context_settings={"max_content_width": 100}
)
@click.option("--debug", is_flag=True, help="Log what happens; a failure of ours shows its trace.")
@click.version_option(package_name="linker-posts-articles", prog_name="linker")
def main(*, debug: bool) -> None:
    """Link social posts to the claims of the articles that carry them, and explain each link.

    \b
    linker link page.html --posts archive.jsonl --table
    linker inspect https://example.org/article
    linker daemon --config config.toml
    """
    level = logging.DEBUG if debug else logging.WARNING
    logging.basicConfig(level=level, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")
    if not debug:
        logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it warns of each page without a body


for _module in (link, archive, run, review, evaluate, model):
    for _command in _module.COMMANDS:
        main.add_command(_command)
