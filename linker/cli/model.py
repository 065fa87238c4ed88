"""`linker model`: which models and encoders are here, and installing one."""

from pathlib import Path

import click

from linker.cli.output import note


@click.group()
def model() -> None:
    """Show and install the models that compare meaning.

    \b
    linker model install ./minilm
    """


@model.command()
@click.argument("name_or_path", metavar="NAME|PATH")
def install(*, name_or_path: str) -> None:
    """Install a sentence encoder (ONNX with its tokenizer.json), from a folder or by name.

    \b
    linker model install ./all-minilm-l6-v2-int8
    """
    from linker.service.models import install as install_model

    installed: Path = install_model(name_or_path)
    note(f"installed in {installed}")


COMMANDS = (model,)
