"""What became of an embed is stored with it, also where no claim is linked."""

import sqlite3
from contextlib import closing

from command import linker


def embeds(database):
    with closing(sqlite3.connect(database)) as db:
        return db.execute(
            "SELECT platform, resolved_by, fidelity, fidelity_diff, posted_at FROM embeds WHERE NOT linked ORDER BY number"
        ).fetchall()


def test_each_embed_says_how_it_was_resolved_and_how_true_it_is(tmp_path, request):
    examples = request.config.rootpath / "examples"
    database = tmp_path / "news.db"
    command = ("link", examples / "kyiv-visit.html", "--db", database)
    linker(*command, "--posts", examples / "archive-x-v2.jsonl")
    assert embeds(database) == [
        ("x", "id", "identical", None, "2023-04-20T13:42:11.250000+00:00"),
        ("bluesky", "id", "embed_only", None, "2023-04-20T14:20:05.123456+00:00"),
    ]
    assert "0 inserted" in linker(*command).err


def test_what_was_found_of_embeds_is_counted_by_rows(tmp_path, request):
    examples = request.config.rootpath / "examples"
    database = tmp_path / "news.db"
    assert linker("import", examples / "archive-x-v2.jsonl", "--db", database).code == 0
    link = ("link", examples / "kyiv-visit.html", "--db", database)
    assert "0 unchanged, 2 updated" in linker(*link).err
    assert linker(*link).err.rstrip().endswith("unchanged")
