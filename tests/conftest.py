"""Where the tests find what is not ours: the shared samples, seed and evaluation data."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    folder = Path(os.environ.get("LINKER_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(
            f"no shared data at {folder}: set LINKER_SHARED to the folder that holds samples/ and eval/"
        )
    return folder
