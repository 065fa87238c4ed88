"""How fast an archive is imported, against the plainest way there is, in one run.

    python benchmarks/importing.py [--posts 1000000] [--folder /tmp]

Writes a synthetic file of X API v2 lines (flattened, the same on every run), then, each in a process of its
own: (a) `orjson.loads` a line and `executemany` of nine fields into one table; (b) `linker import`: recognise
the format, read, hash, key, choose the best observation, full text; (c) the same once more, where all is
unchanged; (d) the same of the file as `.gz`. Prints seconds, CPU-seconds and peak memory, each with the
processes that a run starts, posts per second, and the ratios to (a).
"""

import argparse
import gzip
import multiprocessing
import os
import random
import resource
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate, islice
from pathlib import Path

import orjson

SYLLABLES = [
    "ka",
    "lo",
    "mi",
    "ter",
    "san",
    "ver",
    "no",
    "ri",
    "bel",
    "dun",
    "este",
    "cor",
    "pa",
    "lin",
    "go",
    "wu",
]
AUTHORS = 20_000


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--posts", type=int, default=1_000_000)
    arguments.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    options = arguments.parse_args()
    archive = options.folder / f"linker-synthetic-{options.posts}.jsonl"
    if not archive.exists():
        archive.write_bytes(b"")
        with archive.open("wb") as file:
            file.writelines(lines(options.posts))
    print(f"{options.posts:,} lines, {archive.stat().st_size / 1e6:,.0f} MB")
    plain = measured("plain", import_plainly, archive)
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        database = Path(folder) / "posts.db"
        compared(plain, measured("linker", import_ours, archive, database))
        compared(plain, measured("again", import_ours, archive, database))
    packed = archive.with_suffix(".jsonl.gz")
    if not packed.exists():
        with archive.open("rb") as source, gzip.open(packed, "wb", compresslevel=6) as target:
            shutil.copyfileobj(source, target, 1 << 20)
    compared(plain, measured("of .gz", import_ours, packed))


def compared(plain: tuple[float, float], ours: tuple[float, float]) -> None:
    print(f"         ratio {ours[0] / plain[0]:.2f} by the clock, {ours[1] / plain[1]:.2f} in CPU-seconds")


def measured(
    name: str, work: Callable[[Path, Path], None], archive: Path, database: Path | None = None
) -> tuple[float, float]:
    """Seconds and CPU-seconds that the work took in a fresh process; by default over a fresh database."""
    results: multiprocessing.Queue[tuple[float, float, int, int]] = multiprocessing.Queue()
    with tempfile.TemporaryDirectory(dir=archive.parent) as folder:
        target = database or Path(folder) / "posts.db"
        process = multiprocessing.Process(target=run, args=(work, archive, target, results))
        process.start()
        seconds, cpu, peak, stored = results.get()
        process.join()
    print(
        f"{name:8} {seconds:7.1f} s  {cpu:7.1f} CPU-s  {stored / seconds:9,.0f} posts/s"
        f"  peak {peak / 1024:6,.0f} MB  {stored:,} stored"
    )
    return seconds, cpu


def run(work, archive: Path, database: Path, results) -> None:
    started, cpu = time.perf_counter(), cpu_seconds()
    work(archive, database)
    seconds, used = time.perf_counter() - started, cpu_seconds() - cpu
    (stored,) = sqlite3.connect(database).execute("SELECT count(*) FROM posts").fetchone()
    # Of the processes that it started, the largest: there is one at a time.
    peak = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    results.put((seconds, used, peak, stored))


def cpu_seconds() -> float:
    """Of this process and of those that it started and that have ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def import_plainly(archive: Path, database: Path) -> None:
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(
        "CREATE TABLE posts"
        " (id TEXT PRIMARY KEY, author_id, handle, name, created_at, text, lang, conversation, reply)"
    )
    with archive.open("rb") as file:
        while batch := list(islice(file, 5_000)):
            with connection:
                connection.executemany(
                    "INSERT OR IGNORE INTO posts VALUES (?,?,?,?,?,?,?,?,?)",
                    (row(orjson.loads(line)) for line in batch),
                )
    connection.close()


def row(post: dict) -> tuple:
    author = post["author"]
    return (
        post["id"], post["author_id"], author["username"], author["name"], post["created_at"], post["text"],
        post["lang"], post["conversation_id"], post.get("in_reply_to_user_id"),
    )  # fmt: skip


def import_ours(archive: Path, database: Path) -> None:
    from linker.service.archives.importing import import_archives

    import_archives(database, [str(archive)], progress=None)


def lines(count: int) -> Iterator[bytes]:
    """Flattened X API v2 posts in order of id, as an archive of a stream has them."""
    chance = random.Random(1)
    words = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(30_000)]
    weights = list(accumulate(1 / (rank + 10) for rank in range(len(words))))
    started = datetime(2023, 1, 1, tzinfo=UTC)
    for number in range(count):
        yield orjson.dumps(post(chance, words, weights, started + timedelta(seconds=7 * number))) + b"\n"


def post(chance: random.Random, words: list[str], weights: list[float], created: datetime) -> dict:
    """One post; the id carries its time."""
    milliseconds = int(created.timestamp() * 1000)
    number = str(((milliseconds - 1288834974657) << 22) + chance.randrange(1 << 22))
    who = chance.randrange(AUTHORS)
    text = " ".join(chance.choices(words, cum_weights=weights, k=chance.randint(6, 40)))
    link = f"https://t.co/{number[-10:]}"
    return {
        "id": number,
        "author_id": str(10_000_000 + who),
        "author": {
            "id": str(10_000_000 + who),
            "username": f"user_{who}",
            "name": f"{words[who].title()} {words[who // 2].title()}",
            "description": " ".join(chance.choices(words, k=12)),
            "created_at": "2012-05-01T10:00:00.000Z",
            "public_metrics": {"followers_count": who, "following_count": 10, "tweet_count": 900},
            "verified": False,
        },
        "created_at": f"{created:%Y-%m-%dT%H:%M:%S}.{milliseconds % 1000:03}Z",
        "conversation_id": number,
        "text": f"{text} #{words[who % 100]} {link}" if who % 3 == 0 else text,
        "lang": "en",
        "entities": {
            "urls": [
                {
                    "start": len(text), "end": len(text) + 23, "url": link,
                    "expanded_url": f"https://news.example/{number}", "display_url": "news.example/…",
                }
            ] if who % 3 == 0 else [],
            "hashtags": [{"start": 0, "end": 5, "tag": words[who % 100]}],
        },
        "public_metrics": {"retweet_count": who % 7, "reply_count": 1, "like_count": who % 40},
        "edit_history_tweet_ids": [number],
        "edit_controls": {"edits_remaining": 5, "is_edit_eligible": True},
        "possibly_sensitive": False,
        "reply_settings": "everyone",
        "source": "Twitter Web App",
    }  # fmt: skip


if __name__ == "__main__":
    main()
