"""Scores every claim of an article against a post, and says why."""

from collections.abc import Sequence

from linker.matching.explain import Explainer
from linker.matching.model import Model, probability
from linker.matching.page import Encoder, Page, view_page, view_post
from linker.matching.relations import relation_of
from linker.matching.signals import measure
from linker.records import Article, Claim, Embed, Link, Post, Signal


def score_article(
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
    measured = measure(view, page)
    added = {name: values.tolist() for name, values in model.contributions(measured).items()}
    plain = {name: measured[name].tolist() for name in added}
    explainer = Explainer(view, page)
    links = []
    for index, claim in enumerate(page.claims):
        signals = tuple(
            Signal(
                name=name,
                value=plain[name][index],
                compared=explainer.compared(name, index),
                weight=model.weights[name].slope,
                contribution=added[name][index],
            )
            for name in added
        )
        score = probability(model.prior + sum(signal.contribution for signal in signals))
        links.append(
            Link(
                claim=claim,
                post=post,
                embed=embed,
                relation=relation_of(view, page, index),
                prior=model.prior,
                signals=signals,
                score=score,
                decision=model.decide(score) if view.text.words else "none",
                model=model.version,
            )
        )
    return tuple(links)
