"""Shows what a signal compared: the two texts with the spans that met."""

from collections.abc import Callable, Container

from linker.matching.signals.page import Page, PostView
from linker.matching.words.prepared import Prepared
from linker.matching.words.runs import longest_run
from linker.matching.words.traits import is_claiming, is_denial, is_negation, is_posting
from linker.records import Compared
from linker.text import Word

_SHARED = frozenset(
    {"evidence", "evidence_strong", "cover", "fit", "fit_ahead", "fit_rank", "characters", "characters_ahead"}
)
Spans = tuple[tuple[int, int], ...]


class Explainer:
    """What each signal compared, for the claims of one page against one post."""

    def __init__(self, post: PostView, page: Page) -> None:
        self.post = post
        self.page = page
        self.known = frozenset(post.text.keys.tolist())
        self.plain: dict[int, Compared] = {}
        self.shared: dict[int, Compared] = {}

    def compared(self, name: str, index: int) -> Compared:
        """Give the comparison behind signal `name` for the claim at `index`."""
        if name in _SHARED:
            return self._shared_words(index)
        if name == "run":
            return self._run(index)
        cue = _CUES.get(name)
        if cue:
            return self._cued(index, cue)
        if name == "author":
            return self._against_author(index, self.post.author)
        if name == "other_voice":
            return self._against_author(index, {word.text for word in self.page.speakers[index].words})
        return self._whole(index)

    def _whole(self, index: int) -> Compared:
        if index not in self.plain:
            self.plain[index] = Compared(claim=self.page.claims[index].text, post=self.post.text.source)
        return self.plain[index]

    def _shared_words(self, index: int) -> Compared:
        if index not in self.shared:
            text = self.page.bag.texts[index]
            met = self.known.intersection(text.keys.tolist())
            self.shared[index] = (
                self._spans(index, _with_keys(text, met), _with_keys(self.post.text, met))
                if met
                else self._whole(index)
            )
        return self.shared[index]

    def _run(self, index: int) -> Compared:
        text = self.page.bag.texts[index]
        claim_from, post_from, length = longest_run(text, self.post.text)
        if not length:
            return self._whole(index)
        return self._spans(
            index,
            _stretch(text.words[claim_from : claim_from + length]),
            _stretch(self.post.text.words[post_from : post_from + length]),
        )

    def _cued(self, index: int, cue: Callable[[str], bool]) -> Compared:
        found = self.page.bag.texts[index].words
        return self._spans(index, tuple((word.start, word.end) for word in found if cue(word.text)), ())

    def _against_author(self, index: int, marked: Container[str]) -> Compared:
        """Words of the claim beside the name of the post's author."""
        found = self.page.bag.texts[index].words
        spans = tuple((word.start, word.end) for word in found if word.text in marked)
        post, embed = self.post.post, self.post.embed
        names = [post.author_name, post.author_handle]
        names += [embed.author_name, embed.author_handle] if embed else []
        name = next(filter(None, names), " ".join(sorted(self.post.author)))
        return Compared(claim=self.page.claims[index].text, post=name, claim_spans=spans)

    def _spans(self, index: int, claim: Spans, post: Spans) -> Compared:
        return Compared(
            claim=self.page.claims[index].text,
            post=self.post.text.source,
            claim_spans=claim,
            post_spans=post,
        )


_CUES: dict[str, Callable[[str], bool]] = {
    "posting": is_posting,
    "claiming": is_claiming,
    "denial": is_denial,
    "negated": is_negation,
}


def _with_keys(text: Prepared, keys: frozenset[int]) -> Spans:
    return tuple(
        (word.start, word.end)
        for word, key in zip(text.words, text.keys.tolist(), strict=True)
        if key in keys
    )


def _stretch(words: tuple[Word, ...]) -> Spans:
    return ((words[0].start, words[-1].end),)
