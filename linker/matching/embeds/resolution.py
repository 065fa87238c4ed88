"""Which archived post an embed shows: by its id, else by author and day and then its words."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from linker.records import Embed, Post
from linker.text import normalise, words

How = Literal["id", "author+day+text", "author+text", "author+day", "text"]

_Words = tuple[str, ...]

MAX_CHARS = 5_000
# Embeds show the day of their reader's zone, archives UTC's.
_MARGIN = timedelta(days=1)
_CLOSE = 0.02
"""Two posts whose letters fit this nearly alike are told apart only by how many words differ."""
_SHARED = 0.3
"""Share of words in order that a post must have in common with what an embed shows, whatever its letters."""
_CUT_FROM = 40
"""Characters from which a beginning alone tells a post; shorter ones are greetings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """The post, by what it was told, and how surely (0 to 1; an id is sure)."""

    post: Post
    how: How
    confidence: float


@dataclass(frozen=True, slots=True)
class _Fit:
    """How one archived post fits an embed; None where one of the two does not tell."""

    post: Post
    author: bool | None
    day: bool | None
    words: float
    """0 to 1; 1 where the words are the same."""
    apart: int
    """Words that differ."""
    whole: bool
    """False where one of the two is the beginning of the other."""

    @property
    def how(self) -> How:
        if not self.author:
            return "text"
        return "author+day+text" if self.day else "author+text"

    @property
    def needed(self) -> float:
        """How well the words must fit, given what else is known: the fewer facts, the better."""
        if not self.author:
            return 0.9
        return {True: 0.6, None: 0.8, False: 0.97}[self.day]


def resolve(embed: Embed, posts: Sequence[Post]) -> Resolution | None:
    """Choose among the archived posts that a look-up by id, by author and day, or by words handed over.

    An embed with an id resolves to that id or not at all. A post by someone else never wins, whatever it
    quotes. None where no post fits, or where two fit alike: `why_not` tells which.
    """
    found = _judge(embed, posts)
    return found if isinstance(found, Resolution) else None


def why_not(embed: Embed, posts: Sequence[Post]) -> str | None:
    """Why `resolve` gives None, in words for a person; None where it resolves."""
    found = _judge(embed, posts)
    return found if isinstance(found, str) else None


def _judge(embed: Embed, posts: Sequence[Post]) -> Resolution | str:
    if embed.ref is not None:
        kept = next((post for post in posts if post.ref == embed.ref), None)
        return Resolution(post=kept, how="id", confidence=1.0) if kept else "no archived post has its id"
    shown = _read(embed.text or "")
    fits = [_fit(embed, shown, post) for post in _distinct(posts) if _may_be(embed, post)]
    if not shown:
        return _by_day_alone(embed, fits)
    fits = [fit for fit in fits if fit.words >= fit.needed]
    if not fits:
        return "no archived post fits its author, day and words"
    return _best(fits)


def _best(fits: Iterable[_Fit]) -> Resolution | str:
    ranked = sorted(fits, key=_order, reverse=True)
    first = ranked[0]
    rivals = [fit for fit in ranked[1:] if fit.how == first.how and _fits_alike(fit, first)]
    if rivals:
        return f"{len(rivals) + 1} archived posts fit alike"
    sure = {"author+day+text": 0.99, "author+text": 0.95}.get(first.how, 0.9)
    return Resolution(post=first.post, how=first.how, confidence=sure * first.words)


def _fits_alike(fit: _Fit, best: _Fit) -> bool:
    """Whether a post fits as nearly as the best; not if words are added, or over twice as many differ."""
    if best.words - fit.words >= _CLOSE or (best.whole and not fit.whole):
        return False
    return fit.apart <= 2 * best.apart


def _order(fit: _Fit) -> tuple[int, float]:
    known = ("text", "author+text", "author+day+text").index(fit.how)
    return known, fit.words


def _by_day_alone(embed: Embed, fits: Iterable[_Fit]) -> Resolution | str:
    """A frame without words: the author's only archived post of that very day."""
    same = [fit.post for fit in fits if fit.author and _days_apart(embed, fit.post) == 0]
    if len(same) == 1:
        return Resolution(post=same[0], how="author+day", confidence=0.6)
    return f"it shows no words, and {len(same)} archived posts are of its author and day"


def _distinct(posts: Sequence[Post]) -> Iterable[Post]:
    """The first observation of each post."""
    return {post.ref or (post.sha256, post.text): post for post in reversed(posts)}.values()


def _may_be(embed: Embed, post: Post) -> bool:
    """Not another author's words passed on, nor another platform's or author's post."""
    if post.platform != embed.platform or post.repost_of_id is not None:
        return False
    return same_author(embed, post) is not False


def _fit(embed: Embed, shown: _Words, post: Post) -> _Fit:
    days, kept = _days_apart(embed, post), _read(post.text or "")
    day = None if days is None else days <= _MARGIN.days
    apart, whole = _words_apart(shown, kept)
    share = _letters_shared(shown, kept) if apart <= (1 - _SHARED) * len(shown) else 0.0
    return _Fit(post, same_author(embed, post), day, share, apart, whole)


def same_author(embed: Embed, post: Post) -> bool | None:
    """Whether the two name one author, by the surest fact that both tell: id, handle, name; None if none."""
    facts: tuple[tuple[str | None, str | None, Callable[[str], str]], ...] = (
        (embed.author_id, post.author_id, str),
        (embed.author_handle, post.author_handle, _folded_handle),
        (embed.author_name, post.author_name, _folded),
    )
    for ours, theirs, fold in facts:
        if ours and theirs:
            return fold(ours) == fold(theirs)
    return None


def same_words(shown: str, kept: str) -> float:
    """Share of characters that two texts have in common, once folded; a cut text counts as its part."""
    return _letters_shared(_read(shown), _read(kept))


def _letters_shared(shown: _Words, kept: _Words) -> float:
    # Joined without spaces: flattening a page loses line breaks.
    first, second = "".join(shown), "".join(kept)
    if not first or not second:
        return 0.0
    whole = fuzz.ratio(first, second) / 100
    short, long = sorted((first, second), key=len)
    if len(short) < _CUT_FROM or len(short) == len(long):
        return whole
    return max(whole, fuzz.ratio(short, long[: len(short)]) / 100 - _CLOSE)


def _words_apart(shown: _Words, kept: _Words) -> tuple[int, bool]:
    """How many words differ; and whether the two are of one length, or else one is cut where it ends."""
    short, long = sorted((shown, kept), key=len)
    whole, cut = Levenshtein.distance(short, long), Levenshtein.distance(short, long[: len(short)])
    return (whole, True) if whole <= cut else (cut, False)


def _days_apart(embed: Embed, post: Post) -> int | None:
    if embed.date is None or post.created_at is None:
        return None
    return abs((post.created_at.date() - embed.date).days)


def _folded(text: str) -> str:
    return "".join(_read(text))


@lru_cache(maxsize=512)
def _read(text: str) -> _Words:
    return tuple(word.text for word in words(normalise(text[:MAX_CHARS], post=True)))


def _folded_handle(handle: str) -> str:
    return handle.strip().lstrip("@").casefold()
