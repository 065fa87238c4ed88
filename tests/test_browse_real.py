"""`linker browse` in a real browser, and under Datasette 1.0."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from test_browse import database, free_port, wait_for  # noqa: F401 - a fixture

pytestmark = pytest.mark.real
ROOT = Path(__file__).resolve().parent.parent
BROWSE = "import sys; from pathlib import Path; from linker.service.browsing.browse import browse; browse(Path(sys.argv[1]), port=int(sys.argv[2]))"
CHROMIUM_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


def pythons():
    yield pytest.param(Path(sys.executable), id="installed Datasette")
    yield pytest.param(ROOT / "build" / "datasette-1-venv" / "bin" / "python", id="Datasette 1.0")


@pytest.fixture(params=pythons())
def site(request, database):  # noqa: F811 - the fixture
    if not request.param.is_file():
        pytest.skip(f"no environment at {request.param}: make test-real makes it")
    port = free_port()
    command = [request.param, "-c", BROWSE, database, str(port)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            wait_for(f"http://127.0.0.1:{port}/", server)
            yield f"http://127.0.0.1:{port}/{database.stem}"
        finally:
            server.terminate()


@pytest.fixture
def seen(tmp_path):
    """A page's document as Chromium shows it."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium: make test-real installs Debian's where it may")

    def show(url):
        command = [chromium, *CHROMIUM_FLAGS, f"--user-data-dir={tmp_path}", "--dump-dom", url]
        return subprocess.run(command, capture_output=True, check=True, timeout=120).stdout.decode()

    return show


def test_a_browser_shows_the_links_with_their_facets(site, seen):
    page = seen(f"{site}/links_readable")
    assert "Each link with the words of both its sides" in page
    assert "facet-info-decision" in page or "facet-decision" in page
    assert "suggest" in page


def test_a_browser_finds_posts_by_their_words(site, seen):
    page = seen(f"{site}/posts?_search=number")
    assert "another post, number" in page
