"""How fast pairs of claim and post are scored, beside `rapidfuzz.token_set_ratio`, in one run.

    OMP_NUM_THREADS=1 python benchmarks/scoring.py EVAL [--encoders none,static,contextual] [--rounds 20]

EVAL holds `alignment/dev.jsonl`, whose sentences and posts serve as words: articles of 50 claims with 5 posts
each. Prints, each the median over the articles in CPU time: pairs a second of the signals with their score,
milliseconds an article with every link and its explanation, and what loading takes in a fresh process.
"""

import argparse
import statistics
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path

from rapidfuzz import fuzz

from linker.errors import LinkerError
from linker.learning.labels.rows import read_rows
from linker.matching.scoring.scoring import score_page
from linker.matching.signals import measure
from linker.matching.signals.page import view_page, view_post
from linker.matching.vectors import encoders
from linker.matching.weights import model
from linker.records import Article, Claim, Position, Post

CLAIMS, POSTS = 50, 5


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--encoders", default="none,static,contextual")
    arguments.add_argument("--rounds", type=int, default=20)
    options = arguments.parse_args()
    rows = read_rows(options.folder / "alignment" / "dev.jsonl")
    articles = list(islice(articles_of(rows), options.rounds))
    posts = [Post(platform="x", post_id=None, text=row["post"]["text"]) for row in rows]
    peer = statistics.median(
        timed(lambda a=a, p=p: by_rapidfuzz(a[1], p)) for a, p in paired(articles, posts)
    )
    print(f"{'rapidfuzz token_set_ratio':28}{CLAIMS * POSTS / peer:12,.0f} pairs/s")
    for name in options.encoders.split(","):
        try:
            row(name, articles, posts, peer)
        except LinkerError as error:
            print(f"{name}: left out ({error})")


def row(name: str, articles, posts, peer: float) -> None:
    published, encoder = model.load(name), encoders.load(name)
    pairs, whole = [], []
    for (article, claims), five in paired(articles, posts):
        page = view_page(article, claims, encoder)
        views = [view_post(post, None, encoder) for post in five]
        pairs.append(timed(lambda p=page, v=views: [published.log_odds(measure(each, p)) for each in v]))
        whole.append(
            timed(
                lambda a=article, c=claims, f=five: [
                    score_page(page, post, None, published, encoder)
                    for page in [view_page(a, c, encoder)]
                    for post in f
                ]
            )
        )
    scored = statistics.median(pairs)
    print(
        f"{name:28}{CLAIMS * POSTS / scored:12,.0f} pairs/s"
        f"{1000 * statistics.median(whole):9.1f} ms an article{loading(name):8.2f} s to load"
        f"{scored / peer:9.1f} x the peer's time a pair"
    )


def paired(articles, posts):
    """Each article with five posts of its own."""
    return [
        (article, posts[POSTS * place % (len(posts) - POSTS) :][:POSTS])
        for place, article in enumerate(articles)
    ]


def articles_of(rows):
    """Articles of 50 claims out of the rows' sentences, in order, each half of them the one before's."""
    sentences = [sentence for row in rows for sentence in row["sentences"]]
    for place in range(0, len(sentences) - CLAIMS, CLAIMS // 2):
        texts = tuple(sentences[place : place + CLAIMS])
        article = Article(url=f"evaluation:{place}", title=None, paragraphs=texts)
        yield article, tuple(claim_of(article, number, text) for number, text in enumerate(texts))


def claim_of(article: Article, number: int, text: str) -> Claim:
    position = Position(paragraph=number, start=0, end=len(text))
    return Claim(
        article_id=article.article_id, text=text, kind="statement", speaker=None, positions=(position,)
    )


def by_rapidfuzz(claims, posts) -> None:
    for post in posts:
        for claim in claims:
            fuzz.token_set_ratio(claim.text, post.text)


def timed(work) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def loading(name: str) -> float:
    """CPU-seconds from a fresh process to a model and an encoder ready to score."""
    code = (
        "import time; from linker.matching.scoring import scoring;"
        "from linker.matching.vectors import encoders; from linker.matching.weights import model;"
        f"model.load({name!r}); encoders.load({name!r}).encode(['one text']); print(time.process_time())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(done.stdout)


if __name__ == "__main__":
    main()
