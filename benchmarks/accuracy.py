"""Accuracy of linker's matching beside simple methods, on the dev data: prints one table a task.

    python benchmarks/accuracy.py EVAL [alignment|retrieval|resolution …] [--encoders none,static,contextual]

EVAL holds `alignment/`, `retrieval/` and `resolution/`. linker's rows on alignment are of the published
weights, which learned from dev: in-sample; the cross-validated figures, which count, are printed beside them.
The gradient-boosted rankers see the same signals as ours, in the same folds and, on alignment, under the same
signs; pairs compete as ours do. Of two sizes the better one is shown, chosen on these very figures. Claims of
the same words tie in every method of ours and keep the file's order.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process

from linker.errors import LinkerError
from linker.learning.fitting.measures import average_precision
from linker.learning.fitting.ranking import folds
from linker.learning.labels.folding import fold_by_article
from linker.learning.labels.rows import read_rows
from linker.learning.tasks import alignment, resolution, retrieval
from linker.learning.training import alignment as training
from linker.matching.ranking import ranking
from linker.matching.ranking.pairing import compete
from linker.matching.ranking.retrieval import measure
from linker.matching.vectors import encoders
from linker.matching.weights import model
from linker.matching.words.postings import build, folded, grams_of, terms_of
from linker.matching.words.prepared import prepare

Matrix = np.ndarray
Similarity = Callable[[Sequence[str], Sequence[str]], Matrix]
"""Posts by texts."""


def by_rapidfuzz(scorer) -> Similarity:
    def similarity(posts, texts):
        ours, theirs = [folded(post, post=True) for post in posts], [folded(text) for text in texts]
        return process.cdist(ours, theirs, scorer=scorer, dtype=np.float32)

    return similarity


def by_bm25(posts, texts):
    postings = build([terms_of(prepare(text).ids) for text in texts])
    asked = [np.unique(prepare(post, post=True).ids) for post in posts]
    rarity = dict(zip(postings.terms.tolist(), postings.rarity.tolist(), strict=True))
    weights = [np.array([rarity.get(term, 0.0) for term in terms.tolist()]) for terms in asked]
    return np.stack([postings.bm25(*pair) for pair in zip(asked, weights, strict=True)])


def by_characters(posts, texts):
    postings = build([grams_of(prepare(text)) for text in texts])
    return np.stack([postings.cosines(grams_of(prepare(post, post=True))) for post in posts])


def by_vectors(name) -> Similarity:
    def similarity(posts, texts):
        encoder = encoders.load(name)
        ours = encoder.encode([folded(post, post=True) for post in posts])
        return ours @ encoder.encode([folded(text) for text in texts]).T

    return similarity


PEERS: dict[str, Similarity] = {
    "rapidfuzz token_set_ratio": by_rapidfuzz(fuzz.token_set_ratio),
    "rapidfuzz WRatio": by_rapidfuzz(fuzz.WRatio),
    "BM25": by_bm25,
    "char TF-IDF 3-5": by_characters,
    "static cosine": by_vectors("static"),
    "contextual cosine": by_vectors("contextual"),
}


SIZES: tuple[dict[str, Any], ...] = (
    {"max_iter": 150, "max_leaf_nodes": 15},
    {"max_iter": 80, "max_leaf_nodes": 4, "l2_regularization": 10.0, "min_samples_leaf": 40},
)


def booster(size, **settings):
    from sklearn.ensemble import HistGradientBoostingClassifier

    return HistGradientBoostingClassifier(learning_rate=0.06, random_state=0, **size, **settings)


def held_out(values, right, parts, size, **settings):
    """Scores of each part by a booster that saw the others."""
    scores = np.zeros(len(right))
    for part in np.unique(parts):
        seen, asked = parts != part, parts == part
        fitted = booster(size, **settings).fit(values[seen], right[seen])
        scores[asked] = fitted.predict_proba(values[asked])[:, 1]
    return scores


def best_of(measure: Callable[[dict[str, Any]], dict[str, Any]], figure: str) -> dict[str, Any]:
    return max(map(measure, SIZES), key=lambda told: told[figure])


def align(folder: Path, names: Sequence[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    rows = read_rows(folder / "dev.jsonl")
    for peer, similarity in PEERS.items():
        yield peer, guarded(lambda similarity=similarity: _aligned(rows, similarity))
    for name in names:
        yield f"linker {name}, in-sample", guarded(lambda name=name: _own_alignment(rows, name))
        held_out = guarded(lambda name=name: _alignment_line(published(name).figures))
        yield f"linker {name}, cross-validated", held_out
        yield f"gradient boosting {name}, cross-validated", guarded(lambda name=name: _boosted(rows, name))


def _aligned(rows, similarity):
    scored = [similarity([row["post"].get("text") or ""], row["sentences"])[0] for row in rows]
    low, high = min(each.min() for each in scored), max(each.max() for each in scored)
    predictions = [
        {"id": row["id"], "sentence": place, "score": float(score), "decision": "none"}
        for row, scores in zip(rows, scored, strict=True)
        for place, score in enumerate((scores - low) / (high - low))
    ]
    return _alignment_line(alignment.figures(rows, predictions))


def _alignment_line(figures):
    kept = figures.get("all", figures)
    return {
        name: kept.get(name) for name in ("precision_at_1", "mean_average_precision", "average_precision")
    }


def published(name):
    return model.load(name, encoders.load(name).version)


def _own_alignment(rows, name):
    predictions = alignment.predictions(rows, published(name), encoders.load(name))
    return _alignment_line(alignment.figures(rows, predictions))


def _boosted(rows, name):
    names, measured = training.measure_rows(rows, encoders.load(name))
    folds = fold_by_article([each.article for each in measured], training.FOLDS, 0)
    lengths = [len(each.right) for each in measured]
    groups, parts = np.repeat(np.arange(len(measured)), lengths), np.repeat(folds, lengths)
    values = np.concatenate([each.values for each in measured])
    right = np.concatenate([each.right for each in measured])
    counted = ~np.isnan(right)
    values, right, groups, parts = values[counted], right[counted] > 0, groups[counted], parts[counted]
    signs = [training.SIGNS[each] for each in names]

    def measure(size):
        scores = held_out(values, right, parts, size, monotonic_cst=signs)
        asked = np.unique(groups[right])
        firsts = [right[groups == g][scores[groups == g].argmax()] for g in asked]
        averages = [average_precision(right[groups == g], scores[groups == g]) for g in asked]
        return {
            "precision_at_1": float(np.mean(firsts)),
            "mean_average_precision": float(np.mean(averages)),
            "average_precision": average_precision(right, scores),
        }

    return best_of(measure, "average_precision")


def retrieve(folder: Path, names: Sequence[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    posts, claims = read_rows(folder / "dev.jsonl"), read_rows(folder / "claims.jsonl")
    texts, said = (
        [f"{row.get('title') or ''}. {row['claim']}" for row in claims],
        [row["text"] for row in posts],
    )
    for peer, similarity in PEERS.items():
        yield peer, guarded(lambda s=similarity: _ranked(folder, posts, claims, s(said, texts)))
    for name in names:
        own = lambda name=name: retrieval.predictions(folder, "dev", name)  # noqa: E731
        yield f"linker {name}", guarded(lambda own=own: retrieval.figures(folder, "dev", own()))
        yield (
            f"gradient boosting {name}",
            guarded(lambda name=name: _boosted_retrieval(folder, posts, claims, name)),
        )


def _ranked(folder, posts, claims, scores):
    predictions = []
    for post, row in zip(posts, scores, strict=True):
        best = ranking.order(row)[:50]
        stepped = ranking.stepped(row[best].tolist())
        predictions += [
            {"post_id": post["post_id"], "claim_id": claims[place]["claim_id"], "score": score}
            for place, score in zip(best.tolist(), stepped, strict=True)
        ]
    return retrieval.figures(folder, "dev", predictions)


def _boosted_retrieval(folder, posts, claims, name):
    """Trained on train's best claims by each signal, as ours; asked on dev over all claims."""
    index, loaded = retrieval.read_index(folder, name), encoders.load(name)
    train = retrieval.choices_of(read_rows(folder / "train.jsonl"), index, name)
    asked = [np.column_stack(list(measure(post["text"], index, loaded).values())) for post in posts]

    def ranked(size):
        fitted = booster(size).fit(train.values, train.right)
        scores = np.stack([fitted.predict_proba(values)[:, 1][index.group] for values in asked])
        return _ranked(folder, posts, claims, scores)

    return best_of(ranked, "map_at_5")


def resolve(folder: Path, names: Sequence[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    posts, articles = resolution.read_data(folder)
    ours, theirs = resolution.texts_of(posts), resolution.texts_of(articles)
    places = {row["article_id"]: place for place, row in enumerate(articles)}
    right = np.array([places[row["article_id"]] for row in posts])
    for peer, similarity in PEERS.items():
        yield peer, guarded(lambda s=similarity: _paired(s(ours, theirs), right))
    for name in names:
        yield f"linker {name}, cross-validated", guarded(lambda name=name: _own_pairs(name))
        yield (
            f"gradient boosting {name}, cross-validated",
            guarded(lambda name=name: _boosted_pairs(folder, name)),
        )


def _paired(scores, right):
    columns = np.arange(scores.shape[1])
    return {
        "post to article P@1": float((scores.argmax(axis=1) == right).mean()),
        "article to post P@1": float((right[scores.argmax(axis=0)] == columns).mean()),
    }


def _own_pairs(name):
    figures = ranking.load("resolution", name).figures["dev, cross-validated"]
    return {f"{way} P@1": figures[way]["precision_at_1"] for way in figures}


def _boosted_pairs(folder, name):
    posts, articles = resolution.read_data(folder)
    signals = resolution.measure_pairs(
        resolution.texts_of(posts), resolution.texts_of(articles), encoders.load(name)
    )
    places = {row["article_id"]: place for place, row in enumerate(articles)}
    right = np.array([places[row["article_id"]] for row in posts])
    values = np.stack(list(signals.values()), axis=-1).reshape(-1, len(signals))
    hit = (right[:, None] == np.arange(len(articles))[None, :]).ravel()
    # Folds by the article of the post: a held-out article's posts are in no fit.
    parts = np.zeros(len(hit), dtype=np.int64)
    for number, (_, asked) in enumerate(folds(len(articles))):
        parts[np.isin(np.repeat(right, len(articles)), asked)] = number

    def measure_size(size):
        scores = held_out(values, hit, parts, size).clip(1e-9, 1 - 1e-9)
        log_odds = np.log(scores / (1 - scores)).reshape(len(posts), len(articles))
        return _paired(compete(log_odds), right)

    return best_of(measure_size, "post to article P@1")


def guarded(measure: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        return measure()
    except (LinkerError, ImportError) as error:
        return {"skipped": str(error)}


TASKS = {"alignment": align, "retrieval": retrieve, "resolution": resolve}


def show(name: str, figures: dict[str, Any]) -> None:
    told = "  ".join(
        f"{key} {value:.3f}" if isinstance(value, float) else f"{key} {value}"
        for key, value in figures.items()
        if key != "by_language"
    )
    print(f"{name:45} {told}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("tasks", nargs="*", default=list(TASKS))
    parser.add_argument("--encoders", default="none,static,contextual")
    options = parser.parse_args()
    for name in options.encoders.split(","):
        show(f"encoder {name}", guarded(lambda name=name: {"version": encoders.load(name).version}))
    for task in options.tasks:
        print(f"\n{task}")
        for name, figures in TASKS[task](options.folder / task, options.encoders.split(",")):
            show(name, figures)


if __name__ == "__main__":
    main()
