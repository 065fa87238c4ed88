"""Signals of shared words: how rare, how much of either text, how long a run, how alike in characters."""

import numpy as np

from linker.matching.page import Page, PostView
from linker.matching.prepared import GRAM_BUCKETS, Floats


def measure_lexical(post: PostView, page: Page) -> dict[str, Floats]:
    """Measure the post against each claim."""
    bag = page.bag
    shared = bag.sum(bag.idf * bag.first * _among(bag.keys, post.keys))
    mass = float(post.idf.sum())
    cover_post = shared / max(mass, 1e-9)
    cover_claim = shared / np.maximum(bag.mass, 1e-9)
    evidence = np.log1p(shared)
    return {
        "evidence": evidence,
        "cover_post": cover_post,
        "cover_claim": cover_claim,
        "cover": shared / np.maximum(np.minimum(mass, bag.mass), 12.0),
        "run": np.log1p(longest_runs(post, page)),
        "characters": _character_cosine(post, page),
    }


def longest_runs(post: PostView, page: Page) -> Floats:
    """Summed rarity of the longest run of words that stand in both texts alike, for each claim."""
    bag = page.bag
    best = np.zeros(len(bag.ids))
    known = np.isin(post.text.ids, bag.ids)
    current = np.zeros(len(bag.ids) + 1)
    opens = np.ones(len(bag.ids), dtype=bool)
    opens[1:] = bag.owner[1:] != bag.owner[:-1]
    for word, is_known in zip(post.text.ids, known, strict=True):
        if not is_known:
            current[:] = 0.0
            continue
        before = np.where(opens, 0.0, current[:-1])
        current[1:] = np.where(bag.ids == word, before + bag.idf, 0.0)
        np.maximum(best, current[1:], out=best)
    runs = np.zeros(len(page))
    np.maximum.at(runs, bag.owner, best)
    return runs


def _character_cosine(post: PostView, page: Page) -> Floats:
    table = np.zeros(GRAM_BUCKETS)
    table[post.text.grams] = post.text.gram_weights
    bag = page.bag
    return np.bincount(bag.gram_owner, weights=table[bag.grams] * bag.gram_weights, minlength=len(page))


def _among(keys, known):
    if not len(known):
        return np.zeros(len(keys), dtype=bool)
    place = np.searchsorted(known, keys)
    return known[np.minimum(place, len(known) - 1)] == keys
