"""What verdicts on posts that an article does not show do to suggestions that nobody has judged yet.

    OMP_NUM_THREADS=1 python benchmarks/verdicts.py EVAL [--encoders none,static] [--rounds 40]

EVAL holds `resolution/` and `retrieval/`. In each round the articles are halved by lot: weights are fitted to
one half, and the other half is a newsroom's. Its suggestions are judged by the labels, article by article,
until there are enough verdicts, and those of its other articles are counted, before and after. The newsroom
has all the posts, or is among strangers: of the posts that an article quotes its archive holds one in ten.
`cost` is of all that changed, in units of `Costs`: less is better.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from linker.errors import LinkerError
from linker.learning.unshown import Pairs, fit_doubt, measure_pairs
from linker.learning.verdicts import Lines, scores_of, teach
from linker.matching.model import Costs, Model

ARCHIVES = {"all posts": 1.0, "strangers": 0.1}
"""Share kept of the posts that an article quotes."""
VERDICTS = (5, 15, 30)
FEWEST = 5
"""Articles left to count suggestions of; a round that has fewer says nothing."""
COSTS = Costs()


@dataclass(frozen=True)
class Round:
    verdicts: int
    before: tuple[int, int]
    """Wrong and right suggestions."""
    after: tuple[int, int]

    @property
    def cost(self) -> float:
        wrong, right = (after - before for before, after in zip(self.before, self.after, strict=True))
        return COSTS.needless_suggestion * wrong - (COSTS.missed - COSTS.unconfirmed) * right


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--encoders", default="none,static")
    arguments.add_argument("--rounds", type=int, default=40)
    options = arguments.parse_args()
    print(f"{'':12}{'archive':12}{'verdicts':>9}{'rounds':>8}{'wrong':>15}{'right':>15}{'cost':>15}")
    for name in options.encoders.split(","):
        try:
            report(name, measure_pairs(options.folder, name), options.rounds)
        except LinkerError as error:
            print(f"{name}: left out ({error})")


def report(name: str, pairs: Pairs, rounds: int) -> None:
    for archive, share in ARCHIVES.items():
        for wanted in VERDICTS:
            tried = [play(name, pairs, share, wanted, seed) for seed in range(rounds)]
            told = [each for each in tried if each is not None]
            print(f"{name:12}{archive:12}{row(told)}" if told else f"{name:12}{archive:12}{wanted:9} too few")


def row(rounds: list[Round]) -> str:
    counts = np.array([(*each.before, *each.after) for each in rounds]).mean(axis=0)
    costs = np.array([each.cost for each in rounds])
    verdicts = np.mean([each.verdicts for each in rounds])
    error = costs.std() / np.sqrt(len(costs))
    wrong, right = (f"{counts[at]:.1f} > {counts[at + 2]:.1f}" for at in (0, 1))
    return f"{verdicts:9.1f}{len(rounds):8}{wrong:>15}{right:>15}{costs.mean():+9.2f} ±{error:.2f}"


def play(name: str, pairs: Pairs, share: float, wanted: int, seed: int) -> Round | None:
    lot = np.random.default_rng(seed)
    articles = lot.permutation(int(pairs.articles.max()) + 1)
    labelled, ours = np.array_split(articles, 2)
    doubt = fit_doubt(pairs.of(np.isin(pairs.articles, labelled)), name)
    held = (pairs.right == 0) | (lot.random(len(pairs.best)) < share)
    archive = lines_of(pairs.of(np.isin(pairs.articles, ours) & held))
    shown = scores_of(doubt, archive) >= COSTS.suggest_from
    judged = first_articles(archive, shown, ours, wanted)
    rest = archive.of(~np.isin(archive.articles, judged))
    verdicts = archive.of(shown & np.isin(archive.articles, judged))
    if len(ours) - len(judged) < FEWEST or len(verdicts.right) < wanted:
        return None
    taught = teach(doubt, verdicts)
    return Round(len(verdicts.right), suggested(doubt, rest), suggested(taught, rest))


def lines_of(pairs: Pairs) -> Lines:
    return Lines(pairs.best, pairs.values, pairs.right, pairs.articles)


def first_articles(archive: Lines, shown, articles, wanted: int) -> list[int]:
    """As many articles as have the wanted number of suggestions."""
    counts = np.cumsum([np.count_nonzero(shown & (archive.articles == article)) for article in articles])
    return articles[: int(np.searchsorted(counts, wanted)) + 1].tolist()


def suggested(doubt: Model, lines: Lines) -> tuple[int, int]:
    shown = scores_of(doubt, lines) >= COSTS.suggest_from
    right = lines.right > 0
    return int((shown & ~right).sum()), int((shown & right).sum())


if __name__ == "__main__":
    main()
