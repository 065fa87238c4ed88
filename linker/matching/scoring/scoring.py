"""Scores every claim of an article against a post, and says why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from linker.matching.scoring.across import model_for
from linker.matching.scoring.explain import Explainer
from linker.matching.scoring.relations import relation_of
from linker.matching.signals import measure
from linker.matching.signals.page import Encoder, Page, view_page, view_post
from linker.matching.weights.model import Model, probability
from linker.records import Article, Claim, Embed, Link, Post, Signal

BRIEF_WORDS = 2
"""So few different words name a matter at most, and say nothing of it, in any language."""
BRIEF_MOST = 0.0
"""Log-odds that they may reach: even when alike to the letter they are no more than worth a look."""


def score_article(  # noqa: PLR0913, PLR0917 - the six things a score rests on
    article: Article,
    claims: Sequence[Claim],
    post: Post,
    embed: Embed | None,
    model: Model,
    encoder: Encoder,
) -> tuple[Link, ...]:
    """Score each claim against one post: one link a claim, in the claims' order, whatever its decision.

    For several posts of one article, `view_page` once and `score_page` for each post is cheaper.
    """
    return score_page(view_page(article, claims, encoder), post, embed, model, encoder)


def score_page(
    page: Page, post: Post, embed: Embed | None, model: Model, encoder: Encoder
) -> tuple[Link, ...]:
    """Score each claim of a page made ready against one post."""
    if not len(page):
        return ()
    view = view_post(post, embed, encoder)
    measured, model = measure(view, page), model_for(model, view, page, encoder)
    scorer = _Scorer(
        model=model,
        held={name: values.tolist() for name, values in model.hold(measured).items()},
        explainer=Explainer(view, page),
        runs=measured["run"].tolist(),
    )
    return tuple(scorer.link(index) for index in range(len(page)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scorer:
    """Puts together the links of one post; `held` are the signals' values, one list a signal."""

    model: Model
    held: Mapping[str, Sequence[float]]
    explainer: Explainer
    runs: Sequence[float]

    def link(self, index: int) -> Link:
        post = self.explainer.post
        signals = tuple(self._signals(index))
        if self._is_brief(index):
            signals = (*signals, *self._held_down(index, signals))
        score = probability(self.model.prior + sum(signal.contribution for signal in signals))
        return Link(
            claim=self.explainer.page.claims[index],
            post=post.post,
            embed=post.embed,
            relation=relation_of(self.explainer.page.traits[index], post.traits, self.runs[index]),
            prior=self.model.prior,
            signals=signals,
            score=score,
            decision=self.model.decide(score) if post.text.words else "none",
            model=self.model.version,
        )

    def _is_brief(self, index: int) -> bool:
        page, post = self.explainer.page, self.explainer.post
        return min(len(post.keys), len(set(page.bag.texts[index].keys.tolist()))) <= BRIEF_WORDS

    def _held_down(self, index: int, signals: Sequence[Signal]) -> Iterator[Signal]:
        excess = self.model.prior + sum(signal.contribution for signal in signals) - BRIEF_MOST
        if excess > 0:
            yield Signal(
                name="brief",
                value=excess,
                compared=self.explainer.compared("brief", index),
                weight=-1.0,
                contribution=-excess,
            )

    def _signals(self, index: int) -> Iterator[Signal]:
        for name, values in self.held.items():
            weight = self.model.weights[name].slope
            # A signal that adds nothing explains nothing, and most are silent for most pairs.
            if values[index] and weight:
                yield Signal(
                    name=name,
                    value=values[index],
                    compared=self.explainer.compared(name, index),
                    weight=weight,
                    contribution=weight * values[index],
                )
