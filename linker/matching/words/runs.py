"""The longest run of words that stand alike in two texts."""

from linker.matching.words.prepared import Prepared


def longest_run(claim: Prepared, post: Prepared) -> tuple[int, int, int]:
    """First word in the claim, first word in the post, number of words; (0, 0, 0) where none meet."""
    places: dict[int, list[int]] = {}
    for place, word in enumerate(post.ids.tolist()):
        places.setdefault(word, []).append(place)
    best, best_mass = (0, 0, 0), 0.0
    rarity = claim.idf.tolist()
    running: dict[int, tuple[int, float]] = {}
    for at, word in enumerate(claim.ids.tolist()):
        grown: dict[int, tuple[int, float]] = {}
        for place in places.get(word, ()):
            length, mass = running.get(place - 1, (0, 0.0))
            grown[place] = (length + 1, mass + rarity[at])
            if mass + rarity[at] > best_mass:
                best, best_mass = (at - length, place - length, length + 1), mass + rarity[at]
        running = grown
    return best
