"""Prints how well and how fast linker reads article pages, beside the field's extractors.

    python benchmarks/reading.py [--shared DIR] [--peers DIR | --no-peers] [--rounds N]

Truth: the sample pages' labelled embeds (`samples/pages/embeds.jsonl`). For the body there is no truth on
these pages, so it is compared with trafilatura `favor_precision` on the same trees, embeds cut from both.
The place of an embed is checked against the document order of the untouched page: the number of the
article's paragraphs whose blocks start before the first element that names the post's id.
Peers are installed into an environment of their own (default `build/peers-venv`) and run there.
"""

import argparse
import json
import logging
import os
import re
import resource
import statistics
import subprocess
import sys
import time
import venv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import trafilatura
from rapidfuzz import fuzz

from linker.records import Embed, Page, Reading
from scrapers.articles.batch import read_many
from scrapers.articles.markup import parse
from scrapers.articles.reading import read_page
from scrapers.embeds import take_embeds
from scrapers.writing.charset import decode

ROOT = Path(__file__).resolve().parent.parent
PEERS = ("trafilatura", "newspaper4k[all]", "goose3", "readability-lxml", "tweetfinder", "lxml_html_clean")
MEASURES = Path(__file__).with_name("reading_peers.py")
Labels = dict[str, list[dict]]


def main():
    arguments = _arguments()
    logging.disable(logging.CRITICAL)
    folder = arguments.shared / "samples/pages"
    pages = list(_pages(folder))
    labels = _labels(folder)
    readings = {name: read_page(page) for name, page in pages}
    peers = [] if arguments.no_peers else _peers(arguments.peers, folder)
    print_embeds(pages, readings, labels, peers)
    print_bodies(pages, readings, labels, peers)
    print_metadata(readings, peers)
    print_speed(pages, arguments.rounds)
    print_pool([page for _, page in pages], arguments.rounds)


def _arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--shared", type=Path, default=Path(os.environ.get("LINKER_SHARED", ROOT.parent / "shared"))
    )
    parser.add_argument("--peers", type=Path, default=ROOT / "build/peers-venv")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


def _pages(folder: Path) -> Iterator[tuple[str, Page]]:
    for row in map(json.loads, (folder / "pages.jsonl").open()):
        body = (folder / row["file"]).read_bytes()
        yield (
            row["file"],
            Page(url=row["url"], final_url=row["url"], status=200, fetched_at=datetime.now(UTC), body=body),
        )


def _labels(folder: Path) -> Labels:
    labels: Labels = defaultdict(list)
    for row in map(json.loads, (folder / "embeds.jsonl").open()):
        labels[row["file"]].append(row)
    return labels


def print_embeds(pages, readings: dict[str, Reading], labels: Labels, peers: list[dict]):
    true = {(name, row["platform"], row["id"]) for name, rows in labels.items() for row in rows}
    found = {(name, embed.ref.platform, embed.ref.post_id) for name, embed in _embeds(readings) if embed.ref}
    found = {key for key in found if key[1] != "youtube"}  # which the labels leave out
    print("\nEmbeds (page, platform, id)      labelled  found  recall  precision")
    for platform in ("all", *sorted({platform for _, platform, _ in true})):
        want = {key for key in true if platform in {"all", key[1]}}
        have = {key for key in found if platform in {"all", key[1]}}
        recall, precision = _share(want & have, want), _share(want & have, have)
        print(f"  linker, {platform:24} {len(want):8} {len(have):6}  {recall}   {precision}")
    posts_on_x = {key for key in true if key[1] == "x"}
    for peer in _by_tool(peers):
        rows = peers_rows(peers, peer)
        kept = {key for key in posts_on_x if key[2] in rows.get(key[0], {}).get("ids", ())}
        share = _share(kept, posts_on_x)
        print(f"  {peer:32} {len(posts_on_x):8} {len(kept):6}  {share}   (X only: ids that survive)")
    for miss in sorted(true - found):
        print("  missed", *miss)
    for extra in sorted(found - true):
        print("  not labelled", *extra)
    _print_details(pages, readings, labels)


def _print_details(pages, readings: dict[str, Reading], labels: Labels):
    """Text, author and place of the embeds found, where the labels or the page tell them."""
    text, author, place = Counter(), Counter(), Counter()
    places = {
        (name, post): where for name, page in pages for post, where in _true_places(page, readings[name])
    }
    by_key = {(name, embed.ref.post_id): embed for name, embed in _embeds(readings) if embed.ref}
    for name, rows in labels.items():
        for row in rows:
            embed = by_key.get((name, row["id"]))
            if embed is None:
                continue
            if row["text"]:
                said = embed.text_found or embed.text or ""  # labels keep the picture links
                text[_folded(said).startswith(_folded(row["text"])[:50])] += 1
            if row["handle"]:
                author[(embed.author_handle or "").lower() == row["handle"].lower()] += 1
            if (where := places.get((name, row["id"]))) is not None:
                place["unknown" if embed.paragraph is None else embed.paragraph == where] += 1
                if embed.paragraph != where:
                    print(
                        "  place differs:", name, row["id"], "ours", embed.paragraph, "document order", where
                    )
    for title, counter in (("text", text), ("author", author), ("place", place)):
        total = sum(counter.values())
        share = counter[True] / max(1, total)
        print(f"  {title:7} right {counter[True]} of {total} = {share:.3f}, unknown {counter['unknown']}")


def _true_places(page: Page, reading: Reading) -> Iterator[tuple[str, int]]:
    """Where each post stands by the untouched page's own order of blocks; scripts have no place."""
    markup = parse(decode(page.body))
    if markup is None or reading.article is None:
        return
    paragraphs = [_folded(text) for text in reading.article.paragraphs]
    wanted = {embed.ref.post_id for embed in reading.embeds if embed.ref}
    passed = 0
    body = markup.tree.find("body")
    for element in (body if body is not None else markup.tree).iter("*"):
        if element.tag == "script":
            continue
        own = " ".join(map(str, element.attrib.values()))
        own += (element.text or "") if element.tag in {"noscript", "template", "textarea"} else ""
        for post in [post for post in wanted if post in own]:
            wanted.discard(post)
            yield post, passed
        if element.tag in {"p", "li", "h2", "h3", "h4", "blockquote", "div", "section", "td"}:
            passed = _passed(_folded("".join(element.itertext())), paragraphs, passed)


def _passed(block: str, paragraphs: list[str], passed: int) -> int:
    """How many paragraphs have begun once this block has; short ones must be next to count."""
    ahead = range(passed, len(paragraphs) if len(block) > 30 else min(passed + 2, len(paragraphs)))
    return next((number + 1 for number in ahead if block == paragraphs[number]), passed)


def print_bodies(pages, readings: dict[str, Reading], labels: Labels, peers: list[dict]):
    articles = [(name, page) for name, page in pages if readings[name].article]
    scores = [_overlap("\n".join(_paragraphs(readings[name])), _reference(page)) for name, page in articles]
    scores = [score for score in scores if score is not None]
    print("\nBody, 4-gram F1 against trafilatura favor_precision, embeds cut from both")
    mean, median = statistics.mean(scores), statistics.median(scores)
    print(f"  linker on {len(scores)} pages: mean {mean:.3f}, median {median:.3f}")
    print("Embedded words inside the body (labelled texts found in it, share)")
    texts = [
        (name, _folded(row["text"])[:40]) for name, rows in labels.items() for row in rows if row["text"]
    ]
    texts = [(name, text) for name, text in texts if len(text) > 20]
    bodies = {"linker": {name: "\n".join(_paragraphs(reading)) for name, reading in readings.items()}}
    bodies |= {
        tool: {n: row["text"] for n, row in peers_rows(peers, tool).items()} for tool in _by_tool(peers)
    }
    for tool, body in bodies.items():
        leaked = sum(text in _folded(body.get(name) or "") for name, text in texts)
        print(f"  {tool:24} {leaked:3} of {len(texts)} = {leaked / len(texts):.2f}")


def _reference(page: Page) -> str:
    tree = parse(decode(page.body)).tree
    tokens = {found.token for found in take_embeds(tree, page.final_url)}
    for paragraph in list(tree.iter("p")):
        if (paragraph.text or "").strip() in tokens:
            paragraph.drop_tree()
    document = trafilatura.bare_extraction(tree, favor_precision=True, include_comments=False)
    return document.text if document else ""


def _overlap(ours: str, reference: str) -> float | None:
    """F1 of four-word sequences; None where the reference is empty."""
    mine, theirs = _grams(ours), _grams(reference)
    if not theirs:
        return None
    common = 2 * sum((mine & theirs).values())
    return common / (sum(mine.values()) + sum(theirs.values()))


def _grams(text: str) -> Counter:
    words = re.findall(r"\w+", text.casefold())
    return Counter(zip(*(words[start:] for start in range(4)), strict=False))


def print_metadata(readings: dict[str, Reading], peers: list[dict]):
    print(
        "\nMetadata: pages that have it, and pages where a peer that has it agrees (there is no truth here)"
    )
    ours = {
        name: {
            "title": reading.article.title,
            "author": "; ".join(reading.article.authors),
            "day": reading.article.published_at and reading.article.published_at.date().isoformat(),
        }
        for name, reading in readings.items()
        if reading.article
    }
    print(
        "  linker has  ",
        {key: sum(bool(row[key]) for row in ours.values()) for key in ("title", "author", "day")},
    )
    for tool in _by_tool(peers):
        agreed, given = Counter(), Counter()
        for name, row in peers_rows(peers, tool).items():
            for key in ("title", "author", "day"):
                if row.get(key) and name in ours:
                    given[key] += 1
                    agreed[key] += fuzz.token_set_ratio(row[key], ours[name][key] or "") > 90
        if given:
            print(f"  {tool:24}", {key: f"{agreed[key]}/{given[key]}" for key in given})


def print_speed(pages, rounds: int):
    """CPU time of each page, the best of the rounds, ours and trafilatura's by turns in one process."""
    try:
        from linker.claims import claims_of
    except ImportError:
        claims_of = None
    best: dict[str, list[float]] = {"article": [], "article and claims": [], "trafilatura": []}
    for _, page in pages:
        jobs = {
            "trafilatura": lambda body=page.body: trafilatura.extract(body, with_metadata=True),
            "article": lambda page=page: read_page(page),
            "article and claims": lambda page=page: _with_claims(page, claims_of),
        }
        times = {name: min(_cpu(job) for _ in range(rounds)) for name, job in jobs.items()}
        for name, seconds in times.items():
            best[name].append(seconds)
    print("\nCPU time a page (ms): median, and median of the ratio to trafilatura's extract + metadata")
    for name, seconds in best.items():
        ratio = statistics.median(
            ours / theirs for ours, theirs in zip(seconds, best["trafilatura"], strict=True)
        )
        print(f"  {name:24} {1000 * statistics.median(seconds):6.1f}  {ratio:.2f}")
    print(f"  largest memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MB")


def _with_claims(page: Page, claims_of):
    reading = read_page(page)
    return claims_of(reading.article) if claims_of and reading.article else None


def _cpu(job) -> float:
    start = time.process_time()
    job()
    return time.process_time() - start


def print_pool(pages: list[Page], rounds: int):
    """Wall time of the samples four times over, processes already up; in one process and in two."""
    times = {}
    for workers in (1, 2):
        times[workers] = min(_wall(pages * 4, workers) for _ in range(rounds))
    load = os.getloadavg()[0]
    print(
        f"\nPool: pages a second with one process and with two (true on an idle machine; load now {load:.1f})"
    )
    print(
        f"  {len(pages) * 4 / times[1]:.1f}  {len(pages) * 4 / times[2]:.1f}  gain {times[1] / times[2]:.2f}"
    )


def _wall(pages: list[Page], workers: int) -> float:
    readings = read_many([*pages[: 2 * workers], *pages], workers=workers, read=read_page)
    for _ in range(2 * workers):
        next(readings)
    start = time.perf_counter()
    for _ in readings:
        pass
    return time.perf_counter() - start


def _peers(folder: Path, samples: Path) -> list[dict]:
    """Rows of every peer that can be installed and run; those that cannot are printed with the reason."""
    python = folder / "bin/python"
    if not python.exists():
        venv.create(folder, with_pip=True)
    for peer in PEERS:
        done = subprocess.run(
            [python, "-m", "pip", "install", "-q", peer], capture_output=True, text=True, check=False
        )
        if done.returncode:
            print(f"{peer}: not installable: {(done.stderr.strip().splitlines() or ['?'])[-1][:200]}")
    done = subprocess.run([python, MEASURES, samples], capture_output=True, text=True, check=False)
    print(done.stderr[-2000:], file=sys.stderr)
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def peers_rows(peers: list[dict], tool: str) -> dict[str, dict]:
    return {row["file"]: row for row in peers if row["tool"] == tool}


def _by_tool(peers: list[dict]) -> list[str]:
    return sorted({row["tool"] for row in peers})


def _embeds(readings: dict[str, Reading]) -> Iterator[tuple[str, Embed]]:
    for name, reading in readings.items():
        yield from ((name, embed) for embed in reading.embeds)


def _paragraphs(reading: Reading) -> Iterable[str]:
    return reading.article.paragraphs if reading.article else ()


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _share(part, whole) -> str:
    return f"{len(part) / max(1, len(whole)):6.3f}"


if __name__ == "__main__":
    main()
