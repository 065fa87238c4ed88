"""Learns what to take off the score of a post that the article does not show, and publishes it.

    python -m linker.learning.training.unshown EVAL linker/matching/weights none static contextual

EVAL is a folder that holds `resolution/`, `retrieval/` and `alignment/`. Each article of `resolution` is
asked about all its posts and those of `retrieval`, through the candidate search of production. The labels are
of pairs of post and article; the article's best claim decides for the pair.
"""

import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np

from db import Database, open_database
from db.candidates import posts_sharing
from db.observations import save_posts
from linker.claims import claims_of
from linker.files import write_whole
from linker.learning.fitting.fitting import Fit, Floats, firmness, fit, logistic
from linker.learning.fitting.measures import Bools, average_precision, calibration_error
from linker.learning.fitting.ranking import Row, file_hashes, folds
from linker.learning.labels.rows import read_rows
from linker.learning.tasks import alignment
from linker.matching.scoring.unshown import (
    claim_odds,
    deserves,
    measure_unshown,
    score_unshown,
    tell,
    telling_words,
)
from linker.matching.signals.page import view_page, view_post
from linker.matching.vectors import encoders
from linker.matching.weights import model
from linker.matching.weights.model import Belief, Model, Weight, versioned
from linker.matching.weights.published import file_name
from linker.matching.words.prepared import Ints
from linker.records import Article, EncoderName, Post

CAUTION = 0.5
"""Log-odds taken off besides: an archive holds more strangers than these 1,276 posts. The least of 0, 0.25,
0.5, … under which every encoder's links are right in .95 and its suggestions in .5 of the cases."""
RIDGE = 3.0
STRENGTH = 0.5
"""What a labelled pair counts beside a verdict (a power prior, Ibrahim and Chen 2000): no archive is just
like these posts. Of 1, 0.5 and 0.25 the least under which verdicts on such posts cost next to nothing."""
FOLDS = 10
SIGNALS = ("unshown_cover", "unshown_pairs", "unshown_subject")
_OTHERS = "other-"
# The posts of `retrieval` carry no label here. These stood among the best wrong pairs, and reading showed
# that the article does quote or report them; what else is in doubt counts as wrong.
ALSO_TOLD = frozenset({
    ("1", "bfc68d53ce1a"), ("217", "81f0d17e666c"), ("215", "81f0d17e666c"), ("216", "81f0d17e666c"),
    ("189", "8af4f2163db3"), ("254", "1fb2b5e5a539"), ("25", "d1da9f75fb41"), ("831", "5d8aa3aff866"),
    ("245", "33b35615b25b"), ("684", "c11de75f821d"), ("67", "24c5945002d1"), ("513", "b0ddaeb993b6"),
})  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Candidate pairs, one a line: best log-odds of a claim, signals, labels, number of the article."""

    best: Floats
    values: Floats
    labelled: Floats
    right: Floats
    """As labelled or, for posts without a label, as read."""
    articles: Ints
    strangers: Bools
    """Posts without a label."""

    def of(self, kept: Bools) -> "Pairs":
        """Some of the pairs."""
        return Pairs(*(getattr(self, each.name)[kept] for each in fields(self)))


def train(folder: Path, name: EncoderName) -> Model:
    """Fit to all pairs; the figures are cross-validated by article.

    Raises:
        InputError: the folder holds no such data.
        ModelError: the encoder is not installed.
    """
    pairs = measure_pairs(folder, name)
    files = ("resolution/articles", "resolution/posts", "retrieval/train", "retrieval/dev")
    draft = replace(
        fit_doubt(pairs, name),
        data=file_hashes(*(folder / f"{each}.jsonl" for each in files)),
        figures={
            "alignment model": model.load(name, encoders.load(name).version).version,
            "caution": CAUTION,
            "cross-validated": _cross_validated(pairs, folder),
        },
    )
    draft = replace(draft, figures={**draft.figures, "sentences": _sentences(folder, draft, name)})
    return versioned(draft, "unshown")


def fit_doubt(pairs: Pairs, name: EncoderName) -> Model:
    """Weights fitted to pairs measured with an encoder, and what verdicts start from; without figures."""
    found = _fit(pairs)
    rows = zip(SIGNALS, found.slopes.tolist(), found.low.tolist(), found.high.tolist(), strict=False)
    return Model(
        version="",
        encoder=name,
        encoder_version=encoders.load(name).version,
        prior=found.prior,
        weights={each: Weight(slope=slope, low=low, high=high) for each, slope, low, high in rows},
        belief=_believe(found, pairs),
    )


def _believe(found: Fit, pairs: Pairs) -> Belief:
    """What verdicts start from: a fit, held as firmly as the pairs it was made of hold it, times STRENGTH."""
    firm = firmness(found.calibrated(1.0, CAUTION), pairs.values, RIDGE, pairs.best) * STRENGTH
    return Belief(
        prior=found.prior,
        slopes=tuple(found.slopes.tolist()),
        precision=tuple(tuple(float(f"{value:.6g}") for value in row) for row in firm),
    )


def measure_pairs(folder: Path, name: EncoderName) -> Pairs:
    """Search for each article among all posts, and measure what deserves it; others count as not found."""
    labelled = {str(row["post_id"]): str(row["article_id"]) for row in _posts(folder)}
    encoder, db = encoders.load(name), _archive(folder)
    loaded = model.load(name, encoder.version)
    lines: list[tuple[float, list[float], bool, bool, int, bool]] = []
    for number, row in enumerate(read_rows(folder / "resolution" / "articles.jsonl")):
        article_id = str(row["article_id"])
        article = article_of(row)
        claims = claims_of(article)
        told = tell(view_page(article, claims, encoder))
        for post in posts_sharing(db, map(telling_words, claims)):
            if not deserves(post, told):
                continue
            view = view_post(post, None, encoder)
            measured = measure_unshown(view, told)
            best = float(np.max(claim_odds(view, told.page, loaded, encoder)))
            post_id = post.post_id or ""
            right = labelled.get(post_id) == article_id
            read = (post_id.removeprefix(_OTHERS), article_id) in ALSO_TOLD and post_id not in labelled
            lines.append(
                (best, list(measured.values()), right, right or read, number, post_id not in labelled)
            )
    best_, values, right_, read_, numbers, strangers = zip(*lines, strict=True)
    return Pairs(
        np.array(best_),
        np.array(values),
        np.array(right_, dtype=np.float64),
        np.array(read_, dtype=np.float64),
        np.array(numbers),
        np.array(strangers),
    )


def article_of(row: Row) -> Article:
    """Build the row's article, its paragraphs as the text parts them."""
    paragraphs = tuple(part for part in str(row["text"]).split("\n") if part.strip())
    return Article(url=f"evaluation:{row['article_id']}", title=None, paragraphs=paragraphs)


def _posts(folder: Path) -> list[Row]:
    return read_rows(folder / "resolution" / "posts.jsonl")


def _archive(folder: Path) -> Database:
    db = open_database(":memory:")
    others = [row for split in ("train", "dev") for row in read_rows(folder / "retrieval" / f"{split}.jsonl")]
    save_posts(db, (*_read(_posts(folder), ""), *_read(others, _OTHERS)))
    return db


def _read(rows: Sequence[Row], prefix: str) -> Iterator[Post]:
    for row in rows:
        text = str(row.get("text") or "")
        yield Post(
            platform="x",
            post_id=f"{prefix}{row['post_id']}",
            text=text,
            source_format="evaluation",
            sha256=hashlib.sha256(f"{prefix}{row['post_id']} {text}".encode()).hexdigest(),
        )


def _fit(pairs: Pairs) -> Fit:
    found = fit(pairs.values, pairs.right, [1] * pairs.values.shape[1], RIDGE, pairs.best)
    return found.calibrated(1.0, -CAUTION)


def _cross_validated(pairs: Pairs, folder: Path) -> dict[str, Any]:
    odds = np.empty(len(pairs.best))
    for kept, held_out in folds(int(pairs.articles.max()) + 1, FOLDS):
        outside = np.isin(pairs.articles, held_out)
        shift = _fit(pairs.of(np.isin(pairs.articles, kept))).log_odds(pairs.values[outside])
        odds[outside] = pairs.best[outside] + np.minimum(shift, 0.0)
    scores = logistic(odds)
    costs = model.Costs()
    chosen = {
        "link": scores >= costs.link_from,
        "suggest": (scores >= costs.suggest_from) & (scores < costs.link_from),
    }
    own = len(_posts(folder))
    return {
        "posts": own,
        "candidates": int(pairs.labelled.sum()),
        "average_precision": average_precision(pairs.right > 0, scores),
        "calibration_error": calibration_error(pairs.right > 0, scores),
        **{name: _told(pairs, kept, own) for name, kept in chosen.items()},
    }


def _told(pairs: Pairs, kept: Bools, own: int) -> dict[str, Any]:
    known = kept & ~pairs.strangers
    return {
        "pairs": int(kept.sum()),
        "own_posts": int(pairs.labelled[kept].sum()),
        "recall": float(pairs.labelled[kept].sum() / own),
        "precision": float(pairs.right[kept].mean()),
        "precision, unlabelled posts all wrong": float(pairs.labelled[kept].mean()),
        "precision, labelled posts only": float(pairs.labelled[known].mean()),
    }


def _sentences(folder: Path, doubt: Model, name: EncoderName) -> dict[str, Any]:
    """Alignment's posts as if not shown: how many of the sentences linked and suggested are right.

    The alignment model has seen these sentences, the doubt has not.
    """
    encoder = encoders.load(name)
    loaded = model.load(name, encoder.version)
    hits: dict[str, list[bool]] = {"link": [], "suggest": []}
    for row in read_rows(folder / "alignment" / "dev.jsonl"):
        article, claims = alignment.article_of(row)
        told = tell(view_page(article, claims, encoder))
        links = score_unshown(told, alignment.post_of(row), loaded, doubt, encoder)
        right = {claims[place].claim_id: hit for place, hit in alignment.judged(row)}
        for link in links:
            if link.decision != "none" and link.claim.claim_id in right:
                hits[link.decision].append(right[link.claim.claim_id])
    return {
        decision: {"sentences": len(found), "precision": float(np.mean(found)) if found else None}
        for decision, found in hits.items()
    }


def main(data: str, weights: str, *names: str) -> None:
    """Write one file an encoder, and print its figures."""
    for encoder in (name for name in model.ENCODERS if name in names):
        trained = train(Path(data), encoder)
        name = file_name("unshown", encoder, trained.encoder_version)
        write_whole(Path(weights) / name, model.write_model(trained).encode())
        sys.stdout.write(json.dumps({encoder: trained.figures}, indent=1) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
