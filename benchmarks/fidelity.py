"""Whether an embed that says what was posted is ever told `altered`, and one that does not ever is not.

    python benchmarks/fidelity.py [--shared DIR] [--most 1000] [--show 5]

Bases are the texts of the sample posts, of the embeds in the sample pages and of the posts of the resolution
data. From each are made innocent variants (what pages, widgets and archives do to a text), real alterations
(what falsifies it) and cuts, alone and two at a time; each stands in for the embed, and innocent ones also
for the archived copy. `--show` prints so many of the pairs that came out wrong, of each kind.
"""

import argparse
import json
import os
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from fidelity_variants import ALTERED, CUT, INNOCENT, Change

from linker.matching.embeds.fidelity import compare
from linker.records import Embed, Page, Post
from scrapers.archives.reading import read_posts
from scrapers.articles.reading import read_page

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument(
        "--shared", type=Path, default=Path(os.environ.get("LINKER_SHARED", ROOT.parent / "shared"))
    )
    arguments.add_argument("--most", type=int, default=1_000, help="bases of each source")
    arguments.add_argument("--show", type=int, default=0, help="wrong pairs printed of each kind")
    options = arguments.parse_args()
    bases = list(dict.fromkeys(text for source in sources(options.shared, options.most) for text in source))
    print(f"{len(bases):,} texts")
    changes = [("nothing done to it", lambda text, _: text), *INNOCENT.items()]
    table("innocent variants", "identical", changes, bases, options.show, both_ways=True)
    table("two innocent variants", "identical", pairs(INNOCENT, INNOCENT, 40), bases, options.show)
    table("alterations", "altered", list(ALTERED.items()), bases, options.show)
    table("alterations, then a variant", "altered", pairs(ALTERED, INNOCENT, 60), bases, options.show)
    table("cuts", "truncated", list(CUT.items()), bases, options.show)
    table("cuts, then a variant", "truncated", pairs(CUT, INNOCENT, 40), bases, options.show)


def sources(shared: Path, most: int) -> Iterator[list[str]]:
    posts = (item for item in read_posts([shared / "samples/posts"]) if isinstance(item, Post))
    yield [post.text for post in posts if post.text][:most]
    folder = shared / "samples/pages"
    pages = (json.loads(line) for line in (folder / "pages.jsonl").open(encoding="utf-8"))
    yield [embed.text for row in pages for embed in embeds(row["url"], folder / row["file"]) if embed.text][
        :most
    ]
    rows = (json.loads(line) for line in (shared / "eval/resolution/posts.jsonl").open(encoding="utf-8"))
    yield [row["text"] for row in rows if row["text"]][:most]


def embeds(url: str, path: Path) -> tuple[Embed, ...]:
    page = Page(url=url, final_url=url, status=200, fetched_at=datetime.now(UTC), body=path.read_bytes())
    return read_page(page).embeds


def pairs(first: dict[str, Change], second: dict[str, Change], most: int) -> list[tuple[str, Change]]:
    """A change after another, of all the pairs so many by lot."""
    chance = random.Random(7)

    def both(one: Change, other: Change) -> Change:
        def change(text: str, chance: random.Random) -> str:
            changed = one(text, chance)
            return text if changed == text and first is not INNOCENT else other(changed, chance)

        return change

    named = [
        (f"{one} + {other}", both(first[one], second[other]))
        for one in first
        for other in second
        if one != other
    ]
    return chance.sample(named, min(most, len(named)))


def table(  # noqa: PLR0913 - one argument a column of what it prints
    title: str,
    expected: str,
    changes: list[tuple[str, Change]],
    bases: list[str],
    show: int,
    *,
    both_ways: bool = False,
) -> None:
    """One line for each change: how many variants, and what they were told."""
    print(f"\n{title:52}{'variants':>9}{'identical':>10}{'truncated':>10}{'altered':>9}")
    totals: Counter[str] = Counter()
    for name, change in changes:
        told: Counter[str] = Counter()
        wrong = defaultdict(list)
        for number, base in enumerate(bases):
            text = change(base, random.Random(f"{name} {number}"))
            if text == base and expected != "identical":
                continue
            for shown, kept in [(text, base), (base, text)] if both_ways else [(text, base)]:
                verdict, diff = verdict_of(shown, kept)
                told[verdict] += 1
                wrong[verdict].append((diff, shown, kept))
        totals += told
        if len(changes) < 60 or told[expected] < told.total():
            line(name, told)
        for verdict in wrong.keys() - {expected}:
            for diff, shown, kept in wrong[verdict][:show]:
                print(f"    {verdict}: {diff}\n      shown {shown!r}\n      kept  {kept!r}")
    line("all", totals)


def line(name: str, told: Counter[str]) -> None:
    print(f"{name[:51]:52}{told.total():9}{told['identical']:10}{told['truncated']:10}{told['altered']:9}")


def verdict_of(shown: str, kept: str) -> tuple[str, str | None]:
    embed = Embed(article_id="a", platform="x", paragraph=1, method="text", confidence=1.0, text=shown)
    return compare(embed, Post(platform="x", post_id="1", text=kept))


if __name__ == "__main__":
    main()
