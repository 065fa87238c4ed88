"""One article's posts -> links: embeds and hyperlinks are resolved, others found by words; each is scored."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from db.store import post_of_embed
from linker.config import Config
from linker.matching.embeds import fidelity
from linker.matching.embeds.resolution import resolve
from linker.matching.scoring.hyperlinks import claim_at, hyperlinked
from linker.matching.scoring.scoring import score_page
from linker.matching.scoring.unshown import is_shown, load_doubt, score_unshown, tell, without_copies
from linker.matching.signals.page import Page, view_page
from linker.matching.vectors import encoders
from linker.matching.weights import model
from linker.records import Article, Claim, Embed, EncoderName, Finding, Link, Post, PostRef, Reading

Candidates = Callable[[Embed], Sequence[Post]]
"""The archived posts that an embed may show."""
Quotable = Callable[[Article, Sequence[Claim]], Sequence[Post]]
"""The archived posts that share rare words with an article's claims."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matcher:
    """A published model with the encoder it was trained for."""

    model: model.Model
    encoder: encoders.Encoder


def matcher_of(config: Config, encoder: EncoderName | None = None) -> Matcher:
    """The published model of this or the configured encoder, deciding by the configured costs.

    Raises:
        ModelError: the encoder is not installed.
    """
    name = encoder or config.matching.encoder
    loaded = encoders.load(name)
    fitted = model.load(name, loaded.version).scoring_with(loaded.version)
    return Matcher(model=fitted.with_costs(config.matching.costs), encoder=loaded)


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """Every scored pair of an article, best first, and what became of each of its embeds."""

    links: tuple[Link, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def kept(self) -> tuple[Link, ...]:
        """Links and suggestions: what is stored and shown."""
        return tuple(link for link in self.links if link.decision != "none")


def link_reading(
    reading: Reading, claims: Sequence[Claim], candidates: Candidates, quotable: Quotable, matcher: Matcher
) -> Linked:
    """Score every claim against every post that the article embeds or links to, or else may quote."""
    if reading.article is None:
        return Linked()
    page = view_page(reading.article, claims, matcher.encoder)
    findings = tuple(_finding(embed, candidates) for embed in reading.embeds)
    links = [
        *(link for finding in findings for link in _embedded(page, finding, matcher)),
        *(link for embed in reading.linked for link in _linked(page, embed, candidates, matcher)),
    ]
    shown = _posts_shown((*reading.embeds, *reading.linked), links)
    links += _quoted(page, quotable(reading.article, claims), shown, matcher)
    return Linked(links=_best(links), findings=findings)


def _best(links: Sequence[Link]) -> tuple[Link, ...]:
    """One link a pair of claim and post, the best, in order of score."""
    best: dict[tuple[str, PostRef | str], Link] = {}
    for link in sorted(links, key=lambda link: -link.score):
        best.setdefault((link.claim.claim_id, link.post.ref or link.post.sha256), link)
    return tuple(best.values())


def _finding(embed: Embed, candidates: Candidates) -> Finding:
    found = resolve(embed, candidates(embed))
    post = found.post if found else None
    verdict, diff = fidelity.compare(embed, post)
    return Finding(
        embed=embed, post=post, how=found.how if found else None, fidelity=verdict, fidelity_diff=diff
    )


def _embedded(page: Page, finding: Finding, matcher: Matcher) -> Iterator[Link]:
    post = _shown(finding.embed, finding.post)
    for link in score_page(page, post, finding.embed, matcher.model, matcher.encoder):
        yield replace(link, fidelity=finding.fidelity, fidelity_diff=finding.fidelity_diff)


def _linked(page: Page, embed: Embed, candidates: Candidates, matcher: Matcher) -> Iterator[Link]:
    found = resolve(embed, candidates(embed))
    post = _shown(embed, found.post if found else None)
    textual = score_page(page, post, None, matcher.model, matcher.encoder) if post.text else ()
    anchored = claim_at(page.claims, embed)
    for link in textual:
        if link.claim is not anchored:
            yield link
    if anchored is not None:
        base = next((link for link in textual if link.claim is anchored), None)
        yield hyperlinked(anchored, post, embed, matcher.model, base)


def _quoted(page: Page, posts: Iterable[Post], shown: Sequence[Post], matcher: Matcher) -> Iterator[Link]:
    others = [post for post in posts if not is_shown(post, shown)]
    if not others:
        return
    told, doubt = tell(page), load_doubt(matcher.model.encoder, matcher.encoder.version)
    scored = [score_unshown(told, post, matcher.model, doubt, matcher.encoder) for post in others]
    for links in without_copies(scored):
        yield from (_for_a_person(link) for link in links)


def _for_a_person(link: Link) -> Link:
    """A post that the page does not show is suggested, however high it scores: a person confirms it.

    Of such links .88 were right by the labels as given, and .96 only by our own reading (docs/matching.md).
    """
    return replace(link, decision="suggest") if link.decision == "link" else link


def _posts_shown(embeds: Iterable[Embed], links: Iterable[Link]) -> tuple[Post, ...]:
    """What the page shows or names of posts, and the archived copies of it."""
    shown = [post_of_embed(each) for embed in embeds for each in (embed, embed.quoted) if each]
    archived = {link.post.ref or link.post.sha256: link.post for link in links}
    return (*shown, *archived.values())


def _shown(embed: Embed, archived: Post | None) -> Post:
    """The archived post; where there is none, or its words are gone, what the page shows of it."""
    seen = post_of_embed(embed)
    if archived is None:
        return seen
    return archived if archived.text else replace(archived, text=seen.text)
