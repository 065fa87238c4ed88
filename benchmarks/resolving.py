"""Which stored post an embed without an id shows, among 10,000 to a million: how surely, how quickly.

    python benchmarks/resolving.py [--posts 10000 100000 1000000] [--folder /tmp] [--keep]

The archive is that of `benchmarks/importing.py`, and in it `--wanted` posts (default 300) that are hard to
tell: each author posted 30 times more on that day; of every second one there is a copy of that day with two
words changed, of every third the author said the same a year before, every fifth others posted as their
own, every tenth is reposted 300 times, and every seventh author posted 400 times more that year; all are
quoted and reposted. Embeds show each of them whole, cut, with a word changed; with author and day, without
either, without both; and posts that nobody stored. Where two posts fit alike by all that an embed tells,
none is right. CPU time, so that a busy machine changes it little.
"""

import argparse
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

import orjson
from importing import SYLLABLES, lines

from db import open_database
from linker.matching.embeds.resolution import resolve
from linker.records import Embed
from linker.service.archives.importing import import_archives
from linker.service.linking.postarchive import PostArchive

BUSY = 30
X_EPOCH_MS = 1_288_834_974_657


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A post of the archive that embeds ask for, or (not stored) look for in vain."""

    number: str
    handle: str
    name: str
    at: datetime
    text: str
    reworded: bool
    """The same author posted nearly the same words on that day."""
    repeated: bool
    """The same author posted the same words a year before."""
    copied: bool
    """Others posted the same words."""

    def is_told_by(self, embed: Embed, how: str) -> bool:
        """Whether an embed's facts fit this post alone; cut words fit whoever quotes it as well."""
        if embed.author_name or embed.author_handle:
            return embed.date is not None or not self.repeated
        return not (self.copied or self.repeated or how == "cut")


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--posts", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    arguments.add_argument("--wanted", type=int, default=300)
    arguments.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    arguments.add_argument("--keep", action="store_true", help="leave the databases for the next time")
    options = arguments.parse_args()
    for count in options.posts:
        database = options.folder / f"linker-resolving-{count}-{options.wanted}.db"
        if not database.exists():
            build(database, count, options.wanted)
        report(database, options.wanted)
        for path in [] if options.keep else database.parent.glob(f"{database.stem}.*"):
            path.unlink()


# The archive


def build(database: Path, count: int, wanted: int) -> None:
    """Import the stream and the hard posts."""
    with tempfile.TemporaryDirectory(dir=database.parent) as folder:
        stream, hard = Path(folder) / "stream.jsonl", Path(folder) / "hard.jsonl"
        with stream.open("wb") as file:
            file.writelines(lines(count))
        with hard.open("wb") as file:
            for said in stored(wanted):
                file.writelines(orjson.dumps(post) + b"\n" for post in around(said))
        import_archives(database, [str(stream), str(hard)], progress=None)


def vocabulary() -> tuple[list[str], list[float]]:
    """The words of `importing.lines`, so that none of ours is rare."""
    chance = random.Random(1)
    words = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(30_000)]
    return words, list(accumulate(1 / (rank + 10) for rank in range(len(words))))


WORDS, WEIGHTS = vocabulary()


def stored(wanted: int) -> Iterator[Said]:
    return (_said(number, random.Random(number)) for number in range(wanted))


def missing(wanted: int) -> Iterator[Said]:
    """Words that nobody stored, by the authors and on the days of posts that are."""
    for number, said in enumerate(stored(wanted)):
        yield replace(said, number="0", text=_words(random.Random(10_000_000 + number), 8, 40))


def _said(number: int, chance: random.Random) -> Said:
    at = datetime(2023, 1, 2, 12, tzinfo=UTC) + timedelta(hours=6 * (number % 40), seconds=number)
    return Said(
        number=_id(at, number),
        handle=f"desk_{number}",
        name=f"{WORDS[number].title()} Desk",
        at=at,
        text=_words(chance, 8, 40),
        reworded=number % 2 == 0,
        repeated=number % 3 == 0,
        copied=number % 5 == 0,
    )


def _id(at: datetime, number: int) -> str:
    return str(((int(at.timestamp() * 1000) - X_EPOCH_MS) << 22) + number)


def _words(chance: random.Random, least: int, most: int) -> str:
    return " ".join(chance.choices(WORDS, cum_weights=WEIGHTS, k=chance.randint(least, most)))


def around(said: Said) -> Iterator[dict]:
    """The post itself, last, after what makes it hard to find."""
    chance, second, number = random.Random(said.number), timedelta(seconds=1), int(said.handle[5:])
    for turn in range(1, 301 if number % 10 == 0 else 6):
        at, other = said.at + (turn + 1) * 7 * second, f"reader_{turn}"
        repost = _post(_id(at, 5), other, "A Reader", at, f"RT @{said.handle}: {said.text}")
        yield repost | {"referenced_tweets": [{"type": "retweeted", "id": said.number}]}
    for turn in range(5):
        at, other = said.at + (turn + 1) * 7 * second, f"reader_{turn}"
        yield _post(_id(at, 3), other, "A Reader", at, f"“{said.text}” {_words(chance, 1, 4)}")
        if said.copied:
            yield _post(_id(at, 4), other, "A Reader", at, said.text)
    times = [turn * 60 * second for turn in range(1, BUSY + 1)]
    times += [turn * 43 * 600 * second for turn in range(2, 402)] if number % 7 == 0 else []
    for turn, later in enumerate(times):
        yield _post(
            _id(said.at + later, turn), said.handle, said.name, said.at + later, _words(chance, 6, 40)
        )
    if said.repeated:
        before = said.at - timedelta(days=365)
        yield _post(_id(before, 1), said.handle, said.name, before, said.text)
    if said.reworded:
        at, words = said.at + 30 * second, said.text.split()
        reworded = [words[0], f"{words[1]}re", *words[2:-2], f"{words[-2]}re", words[-1]]
        yield _post(_id(at, 2), said.handle, said.name, at, " ".join(reworded))
    yield _post(said.number, said.handle, said.name, said.at, said.text)


def _post(number: str, handle: str, name: str, at: datetime, text: str) -> dict:
    author = str(int.from_bytes(handle.encode()) % 10**15)
    return {
        "id": number,
        "author_id": author,
        "author": {"id": author, "username": handle, "name": name},
        "created_at": f"{at:%Y-%m-%dT%H:%M:%S}.000Z",
        "conversation_id": number,
        "text": text,
        "lang": "en",
        "edit_history_tweet_ids": [number],
    }


# What pages show


def shows(said: Said) -> dict[str, str]:
    words = said.text.split()
    place = len(words) // 2
    return {
        "whole": said.text,
        "cut": " ".join(words[: max(place, 6)]) + "…",
        "altered": " ".join([*words[:place], "entirely", *words[place + 1 :]]),
    }


def knows(said: Said, text: str) -> dict[str, Embed]:
    bare = Embed(article_id="a", platform="x", paragraph=1, method="text", confidence=1.0, text=text)
    author = {"author_handle": said.handle, "author_name": said.name}
    return {
        "author, day": replace(bare, **author, date=said.at.date()),
        "author": replace(bare, **author),
        "name, day": replace(bare, author_name=said.name, date=said.at.date()),
        "day": replace(bare, date=said.at.date()),
        "words only": bare,
    }


def report(database: Path, wanted: int) -> None:
    archive = PostArchive(open_database(database), None)
    (total,) = archive.db.conn.execute("SELECT count(*) FROM posts").fetchone()
    print(
        f"\n{total:,} stored posts\n{'shown':24}{'right':>7}{'wrong':>7}{'none':>7}{'CPU ms':>9}{'worst':>8}"
    )
    rows: dict[str, list[tuple[str, float]]] = {}
    for said in stored(wanted):
        for how, text in shows(said).items():
            for known, embed in knows(said, text).items():
                number = said.number if said.is_told_by(embed, how) else None
                rows.setdefault(f"{how:10}{known}", []).append(asked(archive, embed, number))
    for said in missing(wanted):
        for known, embed in knows(said, said.text).items():
            rows.setdefault(f"{'absent':10}{known}", []).append(asked(archive, embed, None))
    for name, outcomes in rows.items():
        told, times = Counter(outcome for outcome, _ in outcomes), [spent for _, spent in outcomes]
        shares = "".join(f"{told[word] / len(outcomes):7.3f}" for word in ("right", "wrong", "none"))
        print(f"{name:24}{shares}{sum(times) / len(times) * 1e3:9.2f}{max(times) * 1e3:8.1f}")
    every = [spent for outcomes in rows.values() for _, spent in outcomes]
    print(f"{'all':24}{'':21}{sum(every) / len(every) * 1e3:9.2f}{max(every) * 1e3:8.1f}")
    archive.db.conn.close()


def asked(archive: PostArchive, embed: Embed, number: str | None) -> tuple[str, float]:
    """right, wrong or none (right where nothing is stored), and CPU seconds."""
    started = time.process_time()
    found = resolve(embed, archive.candidates(embed))
    spent = time.process_time() - started
    if found is None:
        return "right" if number is None else "none", spent
    return "right" if found.post.post_id == number else "wrong", spent


if __name__ == "__main__":
    main()
