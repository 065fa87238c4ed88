"""Records written by hand for the tests of storage: an article on a visit, the post it embeds, a link."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

from db import Database
from linker.records import (
    Article,
    Claim,
    Compared,
    Embed,
    Link,
    Page,
    Position,
    Post,
    PostRef,
    Problem,
    Reading,
    Signal,
)

NOW = datetime(2023, 4, 21, 9, 30, tzinfo=UTC)
KYIV = timezone(timedelta(hours=3))
WORDS = "In Kyiv today: the alliance stands with you, for as long as it takes"


def a_post(post_id: str | None = "1649013", **changes: object) -> Post:
    post = Post(
        platform="x",
        post_id=post_id,
        url="https://x.com/secretary/status/1649013",
        author_handle="Secretary",
        author_name="The Secretary",
        author_id="77",
        created_at=datetime(2023, 4, 20, 10, 35, 27, 250000, tzinfo=UTC),
        created_at_source="id",
        text=WORDS,
        text_raw=f"{WORDS} https://t.co/abc",
        lang="en",
        links=("https://alliance.example/visit",),
        hashtags=("Kyiv",),
        source_format="x_v2",
        captured_at=NOW,
        sha256="a" * 64,
        offset=0,
        length=900,
    )
    return replace(post, **changes)


ARTICLE = Article(
    url="https://news.example/visit",
    title="Secretary visits Kyiv",
    paragraphs=("The secretary came. “We stand with you,” the secretary said.", "The secretary came."),
    authors=("A. Writer",),
    publisher="The News",
    published_at=datetime(2023, 4, 20, 14, 0, tzinfo=KYIV),
    language="en",
    sha256="b" * 64,
)
PAGE = Page(
    url="https://news.example/visit?from=feed",
    final_url="https://news.example/visit",
    status=200,
    fetched_at=NOW,
    body=b"<html>the page</html>",
    headers={"content-type": "text/html"},
)
CLAIMS = (
    Claim(
        article_id=ARTICLE.article_id,
        text="The secretary came.",
        kind="statement",
        speaker=None,
        positions=(Position(paragraph=0, start=0, end=19), Position(paragraph=1, start=0, end=19)),
    ),
    Claim(
        article_id=ARTICLE.article_id,
        text="“We stand with you,” the secretary said.",
        kind="quote",
        speaker="the secretary",
        positions=(Position(paragraph=0, start=20, end=60),),
    ),
)
EMBED = Embed(
    article_id=ARTICLE.article_id,
    platform="x",
    paragraph=1,
    method="blockquote",
    confidence=0.95,
    ref=PostRef(platform="x", post_id="1649013"),
    url="https://x.com/secretary/status/1649013",
    author_handle="secretary",
    author_name="The Secretary",
    date=date(2023, 4, 20),
    date_text="April 20, 2023",
    text=WORDS,
    media=("pic.twitter.com/abc",),
)
NAMELESS = replace(EMBED, ref=None, url=None, method="text", paragraph=2, text=f"{WORDS}!")
LINKED = replace(
    EMBED,
    ref=PostRef(platform="bluesky", post_id="3jt5", host=""),
    platform="bluesky",
    method="linked",
    url="https://bsky.app/profile/x/post/3jt5",
    text=None,
    media=(),
    anchor=Position(paragraph=0, start=4, end=13),
)
PROBLEM = Problem(stage="parse", subject="https://news.example/visit", kind="date", message="two dates")
READING = Reading(article=ARTICLE, embeds=(EMBED, NAMELESS), linked=(LINKED,), problems=(PROBLEM,))
SIGNALS = (
    Signal(
        name="evidence",
        value=4.2,
        compared=Compared(claim="stand with you", post="stands with you", claim_spans=((4, 18),)),
        weight=0.8,
        contribution=3.36,
    ),
    Signal(name="speaker", value=1, compared=Compared(claim="the secretary", post="The Secretary")),
)


def a_link(post: Post | None = None, **changes: object) -> Link:
    link = Link(
        claim=CLAIMS[1],
        post=post or a_post(),
        embed=EMBED,
        relation="quotes",
        prior=-2.5,
        signals=SIGNALS,
        score=0.7027,
        decision="link",
        model="static-1",
        fidelity="identical",
    )
    return replace(link, **changes)


def rows_of(db: Database) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but the full-text ones, whose content is that of their tables."""
    tables = [name for name in db.table_names() if "_fts" not in name and not name.startswith("claim_grams")]
    return {name: db.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall() for name in tables}
