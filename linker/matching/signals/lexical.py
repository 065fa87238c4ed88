"""Signals of shared words: how rare, how much of either text, how long a run, how alike in characters."""

import numpy as np

from linker.matching.signals.overlap import Overlap
from linker.matching.signals.page import Page, PostView
from linker.matching.words.prepared import GRAM_BITS, Floats

STRONG_FROM = 2.0
"""Evidence from which each more counts double in log-odds; chosen on dev among 2, 2.5, 2.8."""

SUBSTANCE = 15.0
"""Rarity (nats) of about three telling words: shorter texts agree by chance, and never count in full."""


def measure_lexical(post: PostView, page: Page, shared: Overlap) -> dict[str, Floats]:
    """Measure the post against each claim."""
    held = shared.shared
    whole = max(float(shared.weight.sum()), SUBSTANCE)
    evidence = np.log1p(held)
    return {
        "evidence": evidence,
        "evidence_strong": np.maximum(evidence - STRONG_FROM, 0.0),
        "cover": held / whole,
        "cover_plain": cover_plain(post, page, shared),
        "fit": held / np.sqrt(np.maximum(page.bag.mass, SUBSTANCE) * whole),
        "run": np.log1p(longest_runs(post, page)),
        "characters": character_cosine(post, page) * substance(post, page),
    }


def cover_plain(post: PostView, page: Page, shared: Overlap) -> Floats:
    """Share of the post's plain words, by weight, that each claim holds: what happened, not to whom.

    A word is plain if the post or the page writes it small somewhere; names alone recur all over an article.
    """
    small = np.concatenate([post.text.ids[post.text.small], page.bag.small])
    weight = shared.weight * np.isin(post.ids, small)
    result: Floats = (weight @ shared.met) / max(float(weight.sum()), SUBSTANCE / 2)
    return result


def substance(post: PostView, page: Page) -> Floats:
    """How much there is to compare, 0 to 1: the guard against texts of a word or two."""
    mass = np.minimum(page.bag.mass, float(post.idf.sum()))
    result: Floats = np.minimum(mass / SUBSTANCE, 1.0)
    return result


def longest_runs(post: PostView, page: Page) -> Floats:
    """Summed rarity of the longest run of words that stand alike in both texts, for each claim."""
    bag = page.bag
    best = np.zeros(len(bag.ids))
    current = np.zeros(len(bag.ids) + 1)
    goes_on = np.zeros(len(bag.ids))
    goes_on[1:] = bag.owner[1:] == bag.owner[:-1]
    places = {word: np.flatnonzero(bag.ids == word) for word in set(post.text.ids.tolist())}
    filled: np.ndarray = np.empty(0, dtype=np.int64)
    for word in post.text.ids.tolist():
        at = places[word]
        grown = current[at] * goes_on[at] + bag.idf[at]
        current[filled + 1] = 0.0
        current[at + 1] = grown
        best[at] = np.maximum(best[at], grown)
        filled = at
    runs = np.zeros(len(page))
    np.maximum.at(runs, bag.owner, best)
    return runs


def character_cosine(post: PostView, page: Page) -> Floats:
    """Cosine over character grams of 3 to 5, weighted by their rarity among these claims."""
    bag = page.bag
    rarity = page.gram_rarity[post.text.grams]
    weights = post.text.gram_counts * rarity
    table = np.zeros(1 << GRAM_BITS)
    table[post.text.grams] = weights
    held = bag.gram_counts * page.gram_rarity[bag.grams]
    dot = np.bincount(bag.gram_owner, weights=held * table[bag.grams], minlength=len(page))
    norm = np.sqrt(np.bincount(bag.gram_owner, weights=held**2, minlength=len(page)))
    result: Floats = dot / np.maximum(norm * np.sqrt(weights @ weights), 1e-9)
    return result
