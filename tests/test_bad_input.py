"""Input that is not what it should be: one clear line that names the thing, the right exit code, nothing lost."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from command import linker

ARCHIVES = Path(__file__).parent / "fixtures" / "archives"
PAGE = """<html><head><title>Bridge reopened after two years of repairs</title></head><body><article>
<h1>Bridge reopened after two years of repairs</h1>
{paragraphs}</article></body></html>"""
PARAGRAPHS = [
    "The old bridge over the river was reopened on Monday after two years of repairs, the city council said.",
    "“We are glad that people can cross again without the long way round,” said the mayor, Anna Kowalska.",
    "Some shopkeepers complained that the works had taken twice as long as promised and cost them customers.",
    "The council expects twelve thousand vehicles a day from next week, and it will close the ferry in June.",
]


def page(paragraphs=PARAGRAPHS):
    return PAGE.format(paragraphs="".join(f"<p>{each}</p>\n" for each in paragraphs))


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "page.html").write_text(page())
    (tmp_path / "empty.html").write_bytes(b"")
    (tmp_path / "notes.html").write_text("<html><body><p>Menu</p><ul><li>Home</li></ul></body></html>")
    (tmp_path / "picture.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    (tmp_path / "folder").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("empty.html", 1),
        ("notes.html", 1),
        ("picture.html", 2),
        ("folder", 2),
        ("missing.html", 2),
    ],
)
@pytest.mark.parametrize("command", ["link", "inspect"])
def test_what_holds_no_article_is_named_in_one_line(folder, command, name, code):
    ran = linker(command, folder / name)
    assert ran.code == code
    assert len(ran.err.strip().splitlines()) == 1
    assert name in ran.err
    assert "Traceback" not in ran.err


def test_inspect_prints_its_json_where_there_is_no_article(folder):
    ran = linker("inspect", folder / "notes.html")
    assert ran.json["article"] is None
    assert ran.json["problems"]


def test_one_bad_source_among_good_ones_is_partial(folder):
    ran = linker("link", folder / "page.html", folder / "empty.html", "--all")
    assert ran.code == 4
    assert "empty.html" in ran.err


def test_a_list_of_sources_reads_each_of_its_lines(folder):
    listed = folder / "list.txt"
    listed.write_text(f"# two pages\n{folder / 'page.html'}\n\n{folder / 'notes.html'}\n")
    ran = linker("inspect", f"@{listed}", "--nl")
    assert len(ran.out.splitlines()) == 2
    assert ran.code == 4


def test_standard_input_is_a_source(folder):
    ran = linker("inspect", "-", given=(folder / "page.html").read_bytes())
    assert ran.json["article"]["title"] == "Bridge reopened after two years of repairs"


def test_a_page_of_fifty_megabytes_is_read_or_told_within_bounds(folder):
    path = folder / "huge.html"
    picture = f'<img src="data:image/png;base64,{"QUJD" * 3_200_000}">'
    path.write_text(page([picture if n % 10 == 5 else f"{PARAGRAPHS[n % 4]} Number {n}." for n in range(40)]))
    assert path.stat().st_size > 50_000_000
    ran = linker("inspect", path, "--nl")
    assert ran.code in {0, 1, 2}
    assert len(ran.err.strip().splitlines()) == 1
    assert "huge.html" in ran.err


def test_a_page_in_a_charset_other_than_it_says_is_no_mojibake(folder):
    path = folder / "cyrillic.html"
    words = "Рятувальники завершили роботи на мосту, повідомила міська рада у понеділок увечері."
    paragraphs = [
        f"{words} Це вже {number}-й раз за два роки." for number in ("перший", "другий", "третій", "п’ятий")
    ]
    text = page(paragraphs).replace("<head>", '<head><meta charset="utf-8">').replace("’", "'")
    path.write_bytes(text.encode("windows-1251"))
    ran = linker("inspect", path)
    assert "Рятувальники завершили роботи" in ran.json["article"]["paragraphs"][0]


def post(number, text):
    return {
        "id": str(number), "text": text, "author_id": "7", "created_at": "2023-04-20T10:00:00.000Z",
    }  # fmt: skip


def test_a_database_of_another_tool_is_read(tmp_path):
    path = tmp_path / "twitter.db"
    with closing(sqlite3.connect(path)) as db:
        db.executescript((ARCHIVES / "twitter_to_sqlite" / "twitter.sql").read_text())
    ran = linker("posts", path, "--nl")
    assert ran.code == 0
    assert [json.loads(line)["author_handle"] for line in ran.out.splitlines()] == [
        "IngridSolheim", "harbour_reader",
    ]  # fmt: skip


def test_what_strangers_wrote_gives_the_terminal_no_orders(tmp_path):
    path = tmp_path / "posts.jsonl"
    path.write_text(
        json.dumps({"\x1b[31mred": 1}) + "\n" + json.dumps(post(1649031519219871745, "\x1b[31m")) + "\n"
    )
    ran = linker("posts", path, "--nl")
    assert ran.code == 4
    assert "[31mred" in ran.err
    assert "\x1b" not in ran.err + ran.out


def test_an_archive_cut_in_the_middle_keeps_what_was_readable(tmp_path):
    path = tmp_path / "cut.json"
    whole = json.dumps({"data": [post(1649031519219871745 + n, f"Post number {n}") for n in range(50)]})
    path.write_text(whole[: len(whole) // 2])
    ran = linker("posts", path, "--nl")
    assert ran.code == 4
    assert len(ran.out.splitlines()) > 10
    assert str(path) in ran.err


def test_a_database_of_a_newer_version_is_refused_by_name(folder):
    path = folder / "newer.db"
    assert linker("link", folder / "page.html", "--db", path).code in {0, 1}
    with sqlite3.connect(path) as db:
        db.execute(
            "INSERT INTO _sqlite_migrations(migration_set, name, applied_at) VALUES ('linker', 'm999_future', '')"
        )
    ran = linker("link", folder / "page.html", "--db", path)
    assert ran.code == 2
    assert "newer.db" in ran.err
    assert "upgrade" in ran.err


def test_a_file_that_is_no_database_is_left_alone(folder):
    path = folder / "page.html"
    before = path.read_bytes()
    ran = linker("link", path, "--db", path)
    assert (ran.code, path.read_bytes()) == (2, before)


def test_offline_refuses_a_url_by_name():
    ran = linker("link", "https://example.org/article", "--offline")
    assert ran.code == 3
    assert "https://example.org/article" in ran.err


def test_a_second_run_changes_nothing(folder):
    command = ("link", folder / "page.html", "--db", folder / "news.db")
    linker(*command)
    assert "0 inserted" in linker(*command).err


def test_a_server_that_is_not_there_is_told(folder):
    config = folder / "config.toml"
    config.write_text('[fetch]\nallow_hosts = ["127.0.0.1"]\nretries = 0\n')
    ran = linker("link", "http://127.0.0.1:9/page", "--config", config)
    assert ran.code == 3
    assert "http://127.0.0.1:9/page" in ran.err


@pytest.mark.parametrize("command", [("import", "--db"), ("link", "--posts")])
def test_what_cannot_be_read_in_an_archive_is_named_by_file_and_line(folder, command):
    archive = folder / "posts.jsonl"
    archive.write_text(json.dumps(post(1649031519219871745, "A post")) + "\nno JSON at all\n")
    name, option = command
    if name == "import":
        ran = linker("import", archive, option, folder / "news.db")
    else:
        ran = linker("link", folder / "page.html", option, archive)
    assert ran.code == 4
    assert f"{archive}:2: " in ran.err
