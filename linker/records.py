"""The vocabulary: the frozen values that pass between the parts; imports nothing of ours."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Kind = Literal["statement", "quote", "reported"]
Relation = Literal["quotes", "reports", "disputes", "linked"]
Decision = Literal["link", "suggest", "none"]
Fidelity = Literal["identical", "truncated", "altered", "embed_only", "unavailable"]
Status = Literal["ok", "deleted", "suspended", "private", "withheld", "unavailable", "unknown"]
EncoderName = Literal["none", "static", "contextual"]
Verdict = Literal["accept", "reject", "unsure"]
CreatedAtSource = Literal["id", "field", "page", "embed"]
Day = date  # a field named `date` hides the type inside its own class


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRef:
    """A post's identity; `host` is empty except in the fediverse, where ids are a server's own."""

    platform: str
    post_id: str
    host: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Bytes as a server, an archive or a file gave them; header names are in lower case."""

    url: str
    """As asked for; "" for bytes without an address (standard input)."""
    final_url: str
    """After redirects."""
    status: int
    fetched_at: datetime
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    archive_url: str | None = None
    """Where a web archive keeps it, if it came from one; `url` is then the original's address."""
    captured_at: datetime | None = None

    @property
    def sha256(self) -> str:
        """Hex digest of the body."""
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One page of an article that is cut into several, or that was read from another page than its first."""

    url: str
    """As asked for."""
    paragraph: int
    """Number of the article's paragraphs before it; the first part and an unread one may have none."""
    sha256: str | None
    """Of its bytes; None where the article goes on there and was not read: the last part then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What a reader reads: title and paragraphs, embeds and furniture taken out."""

    url: str
    """Canonical URL; "" where it is unknown (a text file)."""
    title: str | None
    paragraphs: tuple[str, ...]
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    published_at: datetime | None = None
    """With the page's own UTC offset where it gives one."""
    modified_at: datetime | None = None
    language: str | None = None
    """BCP 47 primary tag, `en`."""
    section: str | None = None
    agency: str | None = None
    """The news agency whose copy this is (AP, Reuters, AFP, …), if it is one."""
    form: str = "article"
    """article, live blog, paywall stub, gallery, …: what sort of page it was."""
    times: tuple[tuple[int, datetime], ...] = ()
    """Of a live blog's entries: number of paragraphs before it, when it was posted."""
    parts: tuple[Part, ...] = ()
    """The pages it was read from, in order; () for an article of one page."""
    sha256: str = ""
    """Of the bytes it was read from, the first part's where there are several."""
    archive_url: str | None = None
    captured_at: datetime | None = None

    @property
    def article_id(self) -> str:
        """Natural key: 16 hex digits of the canonical URL's hash, or of the bytes' hash without one."""
        source = self.url.encode(errors="surrogatepass") if self.url else b"sha256:" + self.sha256.encode()
        return hashlib.sha256(source).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where a claim stands: 0-based paragraph, and code points in it, end exclusive."""

    paragraph: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One sentence, or one quotation with its attribution; repeated ones fold into one with positions."""

    article_id: str
    text: str
    kind: Kind
    speaker: str | None
    positions: tuple[Position, ...]
    """In reading order; the first is where `text` was taken from."""

    @property
    def claim_id(self) -> str:
        """Natural key: 16 hex digits over the article and the folded text."""
        folded = " ".join(self.text.casefold().split())
        key = f"{self.article_id}\n{folded}".encode(errors="surrogatepass")
        return hashlib.sha256(key).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Embed:
    """A post as a page shows it, or (method `linked`) as a page links to it."""

    article_id: str
    platform: str
    paragraph: int | None
    """Number of paragraphs before it; None = unknown."""
    method: str
    """The markup that told: blockquote, iframe, amp, data, text (flattened), linked, …"""
    confidence: float
    ref: PostRef | None = None
    url: str | None = None
    author_handle: str | None = None
    author_name: str | None = None
    author_id: str | None = None
    date: Day | None = None
    """UTC day."""
    posted_at: datetime | None = None
    """UTC time that the id carries; None where ids of the platform carry none."""
    date_text: str | None = None
    """As written."""
    text: str | None = None
    """Clean: no media links, no furniture."""
    text_found: str | None = None
    media: tuple[str, ...] = ()
    quoted: "Embed | None" = None
    anchor: Position | None = None
    """Of the hyperlink, for posts merely linked."""
    part: int = 1
    """On which page of its article it stands, counted from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One observation of a post: what one capture, export or answer said of it."""

    platform: str
    post_id: str | None
    host: str = ""
    url: str | None = None
    author_handle: str | None = None
    author_name: str | None = None
    author_id: str | None = None
    created_at: datetime | None = None
    created_at_source: CreatedAtSource | None = None
    text: str | None = None
    """Links expanded, trailing media link removed, unescaped once."""
    text_raw: str | None = None
    lang: str | None = None
    reply_to_id: str | None = None
    quote_of_id: str | None = None
    repost_of_id: str | None = None
    conversation_id: str | None = None
    edit_ids: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    truncated: bool = False
    status: Status = "ok"
    status_evidence: str | None = None
    source_format: str = ""
    archive_url: str | None = None
    captured_at: datetime | None = None
    sha256: str = ""
    """Of the bytes it came from (one line, one record, one page)."""
    offset: int | None = None
    """Of those bytes in the (decompressed) file they came from, and their length."""
    length: int | None = None

    @property
    def ref(self) -> PostRef | None:
        """Identity, None while the id is unknown."""
        if self.post_id is None:
            return None
        return PostRef(platform=self.platform, post_id=self.post_id, host=self.host)


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """One look-up's answer that its platform has no such post; never a refusal, a failure or a capture."""

    lookup: str
    asked_at: datetime
    said: str
    """The answer, in words for a person."""
    witness: str | None = None
    """Address of another post of the account, or of its profile, which the same look-up showed then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The two things a signal compared, with their spans (code points) in the claim's and post's own text."""

    claim: str
    post: str
    claim_spans: tuple[tuple[int, int], ...] = ()
    post_spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One reason for or against a link; contributions (log-odds) and prior add up to the score."""

    name: str
    value: float
    compared: Compared
    weight: float | None = None
    contribution: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A scored pair: score = 1 / (1 + e^-(prior + sum of contributions))."""

    claim: Claim
    post: Post
    embed: Embed | None
    relation: Relation
    prior: float
    signals: tuple[Signal, ...]
    score: float
    decision: Decision
    model: str
    fidelity: Fidelity | None = None
    fidelity_diff: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What became of one embed: the archived post it resolved to, how, and what comparing the two told."""

    embed: Embed
    post: Post | None
    how: str | None
    """id, author+day+text, …; None where no archived post was found."""
    fidelity: Fidelity
    fidelity_diff: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A person's verdict on a link; append-only, undo is a new row."""

    claim_id: str
    post: PostRef
    verdict: Verdict
    reviewer: str
    blind: bool
    model: str
    score: float
    reviewed_at: datetime
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something of a stranger's that could not be read; a row, never a crash."""

    stage: str
    """fetch, parse, archive, resolve, …"""
    subject: str
    """URL, or file with line or offset."""
    kind: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a page gave: an article or None with the reason in `problems`, its embeds and linked posts."""

    article: Article | None
    embeds: tuple[Embed, ...] = ()
    linked: tuple[Embed, ...] = ()
    problems: tuple[Problem, ...] = ()
    next_url: str | None = None
    """Where the article goes on, for articles cut into several pages; None once all of them are read."""
    whole_url: str | None = None
    """Where such an article stands on one page, if the page tells."""
