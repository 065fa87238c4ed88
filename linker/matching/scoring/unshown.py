"""Posts that an article neither shows nor links to, but quotes or reports: which to score, and how.

The alignment model learned from posts that stand in their article, so it believes too easily in one that
merely lies in an archive. What the whole article says of the post decides how much is taken off; nothing is
ever added.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache

import numpy as np
from rapidfuzz import fuzz

from linker.errors import ModelError
from linker.matching.scoring.across import model_for
from linker.matching.scoring.scoring import score_page
from linker.matching.signals import measure
from linker.matching.signals.lexical import SUBSTANCE
from linker.matching.signals.page import Encoder, Page, PostView, Vectors, view_post
from linker.matching.weights import published
from linker.matching.weights.model import Model, probability, read_model
from linker.matching.words.frequencies import idf
from linker.matching.words.prepared import Floats, Ints, prepare
from linker.records import Article, Claim, Compared, Link, Post, Signal
from linker.text import normalise, words

WORDS_A_CLAIM = 8
"""Asked of the index: the rarest. Tried 6, 8, 10, 12 on all labelled posts: 8 had most in 50."""
LATE = timedelta(days=1)
"""An article's date may be of another zone, and many pages give no hour."""
FRESH = timedelta(days=30)
OLD = -1.0
"""Log-odds for a post older than that. Stated, not learned: the labelled posts have no dates."""
LEAST_COVER = 0.3
"""Share of the post that the article must say: spares three candidates of five and one pair of 200."""
_MOST_SAID = 4.0
"""Log-odds that no claim exceeds where the article says so little of the post: others are not even measured.
Of the labelled pairs that are linked or suggested, none is lost (one at 3.5)."""
_COPY_FROM = 40
"""Characters from which one text standing in another is a copy; shorter ones are greetings."""
_COPY = 90.0
_MAX_CHARS = 5_000
_MIX = np.int64(0x9E3779B1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When a post may have been posted that an article quotes; None = unknown."""

    until: datetime | None
    fresh_from: datetime | None


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What an article's claims say together; keys and pairs ascending, each once."""

    page: Page
    keys: Ints
    pairs: Ints
    """Of neighbouring stems within a claim."""
    subject: Vectors
    """Mean of the claims' vectors, of length 1."""


def telling_words(claim: Claim) -> tuple[str, ...]:
    """A claim's rarest words, by which posts are searched for."""
    found = {word.text for word in words(normalise(claim.text))}
    return tuple(sorted(found, key=lambda word: (-idf(word), word))[:WORDS_A_CLAIM])


def window_of(article: Article) -> Window:
    """Up to a day after the article's last change, and as fresh from a month before it was published."""
    dates = [_aware(date) for date in (article.published_at, article.modified_at) if date]
    if not dates:
        return Window(until=None, fresh_from=None)
    return Window(until=max(dates) + LATE, fresh_from=min(dates) - FRESH)


def tell(page: Page) -> Told:
    """Make an article ready to be asked about posts that it does not show."""
    pairs = [_pairs(text.keys) for text in page.bag.texts]
    subject = page.vectors.mean(axis=0) if len(page) else page.vectors.sum(axis=0)
    return Told(
        page=page,
        keys=np.unique(page.bag.keys),
        pairs=np.unique(np.concatenate(pairs)) if pairs else np.empty(0, dtype=np.int64),
        subject=subject / max(float(np.linalg.norm(subject)), 1e-9),
    )


def measure_unshown(post: PostView, told: Told) -> dict[str, float]:
    """How much of the post the article says, by rarity against the language, and how near its subject is."""
    pairs, place = np.unique(_pairs(post.text.keys), return_index=True)
    weights = (post.text.idf[:-1] + post.text.idf[1:])[place]
    said = float(weights[np.isin(pairs, told.pairs)].sum())
    measured = {
        "unshown_cover": _cover(post.keys, post.idf, told),
        "unshown_pairs": said / max(float(weights.sum()), 2 * SUBSTANCE),
    }
    if len(told.subject):
        measured["unshown_subject"] = float(told.subject @ post.vectors[1])
    return measured


def deserves(post: Post, told: Told) -> bool:
    """Whether a post has words enough, and the article enough of them, to be worth more than a glance."""
    text = prepare(post.text or "", post=True, lang=post.lang)
    keys, places = np.unique(text.keys, return_index=True)
    rarity = text.idf[places]
    return float(rarity.sum()) >= SUBSTANCE and _cover(keys, rarity, told) >= LEAST_COVER


def score_unshown(told: Told, post: Post, model: Model, doubt: Model, encoder: Encoder) -> tuple[Link, ...]:
    """Score each claim against a post that the article does not show; () where none is worth a suggestion."""
    if not deserves(post, told):
        return ()
    view = view_post(post, None, encoder)
    measured = measure_unshown(view, told)
    taken = tuple(_doubts(doubt, measured, post, told.page.article))
    shift = sum(part.contribution for part in taken)
    if model.decide(probability(_MOST_SAID + shift)) == "none":
        return ()
    best = float(np.max(claim_odds(view, told.page, model, encoder)))
    if model.decide(probability(best + min(shift, 0.0))) == "none":
        return ()
    return tuple(
        _doubted(link, taken, model, doubt) for link in score_page(told.page, post, None, model, encoder)
    )


def claim_odds(view: PostView, page: Page, model: Model, encoder: Encoder) -> Floats:
    """Log-odds of each claim, as if the article showed the post."""
    return np.asarray(model_for(model, view, page, encoder).log_odds(measure(view, page)))


def is_old(post: Post, article: Article) -> bool:
    """Whether a post is known to be older than what an article reports as news."""
    fresh_from = window_of(article).fresh_from
    return bool(post.created_at and fresh_from and _aware(post.created_at) < fresh_from)


def is_shown(post: Post, shown: Iterable[Post]) -> bool:
    """Whether a post is among those that the article shows, or repeats one of them, or stands in one."""
    return any(
        (post.ref is not None and post.ref == other.ref) or _is_copy(fold(post), fold(other))
        for other in shown
    )


def without_copies(scored: Iterable[tuple[Link, ...]]) -> Iterator[tuple[Link, ...]]:
    """Of posts with much the same words only the one that fits best, the first posted among equals."""
    kept: list[Post] = []
    for links in sorted(filter(None, scored), key=_merit):
        post = links[0].post
        if not is_shown(post, kept):
            kept.append(post)
            yield links


def fold(post: Post) -> str:
    """A post's words in one, as copies are compared."""
    return _folded((post.text or "")[:_MAX_CHARS])


@cache
def load_doubt(encoder: str, version: str = "") -> Model:
    """Read what is taken off, published for an encoder: fitted with this version, or else the usual one.

    Raises:
        ModelError: none is published.
    """
    try:
        return read_model(published.choose("unshown", encoder, version))
    except OSError as error:
        raise ModelError(
            f"no unshown weights for encoder {encoder!r}: run linker.learning.training.unshown"
        ) from error


def _merit(links: tuple[Link, ...]) -> tuple[float, str, str]:
    post = links[0].post
    posted = _aware(post.created_at).isoformat() if post.created_at else "9999"
    return -max(link.score for link in links), posted, post.post_id or post.sha256


def _doubts(doubt: Model, measured: Mapping[str, float], post: Post, article: Article) -> Iterator["_Doubt"]:
    yield _Doubt("unshown", 1.0, doubt.prior)
    held = doubt.hold({name: np.array([value]) for name, value in measured.items()})
    for name, values in held.items():
        if values[0] and doubt.weights[name].slope:
            yield _Doubt(name, float(values[0]), doubt.weights[name].slope)
    if is_old(post, article):
        yield _Doubt("unshown_old", 1.0, OLD)


@dataclass(frozen=True, slots=True)
class _Doubt:
    """One part of what is taken off, the same for all claims of the article."""

    name: str
    value: float
    weight: float

    @property
    def contribution(self) -> float:
        return self.value * self.weight


def _doubted(link: Link, taken: Sequence[_Doubt], model: Model, doubt: Model) -> Link:
    compared = Compared(claim=link.claim.text, post=link.post.text or "")
    shift = sum(part.contribution for part in taken)
    # However much an article says of a post: it fits no better than if it stood there.
    capped = (*taken, _Doubt("unshown_most", shift, -1.0)) if shift > 0 else taken
    parts = tuple(
        Signal(
            name=part.name,
            value=part.value,
            compared=compared,
            weight=part.weight,
            contribution=part.contribution,
        )
        for part in capped
    )
    signals = (*link.signals, *parts)
    score = probability(link.prior + sum(signal.contribution for signal in signals))
    return replace(
        link,
        signals=signals,
        score=score,
        decision="none" if link.decision == "none" else model.decide(score),
        model=f"{link.model}+{doubt.version}",
    )


def _is_copy(first: str, second: str) -> bool:
    short, long = sorted((first, second), key=len)
    if not short:
        return False
    if len(short) < _COPY_FROM:
        return fuzz.ratio(short, long) >= _COPY
    return fuzz.partial_ratio(short, long) >= _COPY


@lru_cache(maxsize=1 << 10)
def _folded(text: str) -> str:
    return "".join(word.text for word in words(normalise(text, post=True)))


def _cover(keys: Ints, rarity: Floats, told: Told) -> float:
    held = float(rarity[np.isin(keys, told.keys)].sum())
    return held / max(float(rarity.sum()), SUBSTANCE)


def _pairs(keys: Ints) -> Ints:
    # An odd multiplier tells "a b" from "b a".
    return (keys[:-1] * _MIX) ^ keys[1:]


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
