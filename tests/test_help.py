import click
import pytest
from click.testing import CliRunner

from linker.cli import main


def commands(group, path=()):
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name)


@pytest.mark.parametrize("path", list(commands(main)), ids=" ".join)
def test_every_command_has_help_with_an_example(path):
    result = CliRunner().invoke(main, [*path, "--help"])
    assert result.exit_code == 0
    assert f"linker {' '.join(path)} " in result.output.split("Options:")[0].split("\n", 1)[1]


@pytest.mark.parametrize("path", list(commands(main)), ids=" ".join)
def test_every_command_stands_in_the_documented_contract(path, request):
    contract = (request.config.rootpath / "docs" / "cli.md").read_text(encoding="utf-8")
    assert f"linker {' '.join(path)}" in contract


def test_an_unknown_option_is_told_with_exit_code_2():
    assert CliRunner().invoke(main, ["link", "--no-such-option"]).exit_code == 2
