"""Posts that an article merely links to: the claim that holds the hyperlink, and the link that it makes."""

from collections.abc import Sequence
from dataclasses import replace

from linker.matching.weights.model import Model, probability
from linker.records import Claim, Compared, Embed, Link, Post, Signal

HYPERLINK = 7.0
"""Log-odds of a hyperlink in the sentence. Stated, not learned: the page itself says that it points there;
what remains is the doubt whether it was read rightly; with no word in common the score stays above 0.9."""


def claim_at(claims: Sequence[Claim], embed: Embed) -> Claim | None:
    """The claim in which the hyperlink stands, None where it stands in none (furniture, unknown place)."""
    anchor = embed.anchor
    if anchor is None:
        return None
    return next(
        (
            claim
            for claim in claims
            for position in claim.positions
            if position.paragraph == anchor.paragraph and position.start <= anchor.start < position.end
        ),
        None,
    )


def hyperlinked(claim: Claim, post: Post, embed: Embed, model: Model, textual: Link | None) -> Link:
    """Link the sentence to the post it points to; what their words say stays among the signals."""
    compared = Compared(claim=claim.text, post=post.url or embed.url or "")
    signal = Signal(name="hyperlink", value=1.0, compared=compared, weight=HYPERLINK, contribution=HYPERLINK)
    base = textual or Link(
        claim=claim, post=post, embed=embed, relation="linked", prior=model.prior, signals=(), score=0.0,
        decision="none", model=model.version,
    )  # fmt: skip
    signals = (*base.signals, signal)
    score = probability(base.prior + sum(each.contribution for each in signals))
    relation = base.relation if base.decision != "none" else "linked"
    return replace(
        base, embed=embed, relation=relation, signals=signals, score=score, decision=model.decide(score)
    )
