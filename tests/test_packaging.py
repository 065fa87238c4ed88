"""The wheel in a clean environment: its three packages with their data, in a folder that has a `db/` of its own."""

import json
import subprocess
import sys
import zipfile

import pytest

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def wheel(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
    subprocess.run(command, cwd=request.config.rootpath, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(request, wheel, tmp_path_factory):
    folder = tmp_path_factory.mktemp("clean") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    pip = [sys.executable, "-m", "pip", "--python", folder / "bin" / "python", "install", "--quiet"]
    lock = request.config.rootpath / "requirements.lock"
    subprocess.run([*pip, "--require-hashes", "-r", lock], check=True, capture_output=True)
    subprocess.run([*pip, "--no-deps", wheel], check=True, capture_output=True)
    return folder / "bin" / "linker"


def test_the_wheel_holds_the_three_packages_and_their_data(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names if not name.split("/")[0].endswith(".dist-info")} == {
        "db", "linker", "scrapers",
    }  # fmt: skip
    assert any(name.endswith("weights/alignment-static.json") for name in names)


def test_the_installed_command_links_beside_a_strangers_db_folder(installed, request, tmp_path):
    (tmp_path / "db").mkdir()
    (tmp_path / "db" / "__init__.py").write_text("raise ImportError('a stranger')")
    page = request.config.rootpath / "examples" / "kyiv-visit.html"
    done = subprocess.run(
        [installed, "link", page, "--offline"], cwd=tmp_path, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout)[0]["decision"] == "link"
