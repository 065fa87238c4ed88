"""Writing pages, readings and problems: idempotent, a transaction a call, counts of rows returned."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

from sqlite_utils import Database

from db.columns import (
    Value,
    clean,
    clean_row,
    list_text,
    mapping_text,
    offset_minutes,
    time_text,
)
from db.counts import Counts
from db.observations import store_batch
from db.observed import EMBED_FORMAT, natural_hash
from db.opening import transaction
from linker.records import Article, Claim, CreatedAtSource, Embed, Finding, Page, Part, Post, Problem, Reading

ARTICLE_COLUMNS = (
    "id", "url", "publisher", "title", "authors", "published_at", "published_offset_minutes", "modified_at",
    "modified_offset_minutes", "language", "section", "agency", "form", "paragraphs", "sha256", "archive_url",
    "captured_at", "page",
)  # fmt: skip
EMBED_COLUMNS = (
    "key", "article", "number", "linked", "platform", "host", "post_id", "paragraph", "method", "confidence",
    "url", "author_handle", "author_name", "author_id", "date", "posted_at", "date_text", "text",
    "text_found", "media", "quoted_by", "anchor_paragraph", "anchor_start", "anchor_end", "observation",
    "current", "part",
)  # fmt: skip

INSERT_PAGE = """
INSERT OR IGNORE INTO pages(
  url, final_url, status, fetched_at, sha256, size_bytes, headers, archive_url, captured_at
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
INSERT_PROBLEM = """
INSERT OR IGNORE INTO problems(stage, subject, kind, message, seen_at) VALUES (?, ?, ?, ?, ?)
"""
INSERT_POSITION = """
INSERT INTO claim_positions(claim, number, paragraph, start, "end") VALUES (?, ?, ?, ?, ?)
"""
POSITIONS = 'SELECT number, paragraph, start, "end" FROM claim_positions WHERE claim = ? ORDER BY number'
PART_COLUMNS = ("article", "number", "url", "page", "paragraph")
ENTRY_COLUMNS = ("article", "paragraph", "posted_at", "posted_offset_minutes")
PAGE_BY_BYTES = "SELECT id FROM pages WHERE url = ? AND sha256 = ?"
OUTDATE = """
UPDATE {table} SET current = 0
WHERE article = ? AND current AND id NOT IN (SELECT value FROM json_each(?))
"""


# It begins with UPDATE, for Python's sqlite3 counts no rows of a statement that begins with WITH.
UPDATE_FINDING = """
UPDATE embeds SET post = coalesce(found.post, embeds.post),
  resolved_by = coalesce(found.how, resolved_by), fidelity = found.verdict, fidelity_diff = found.diff
FROM (
  SELECT (SELECT id FROM posts WHERE post_id = ?1 AND platform = ?2 AND host = ?3) AS post,
    ?4 AS how, ?5 AS verdict, ?6 AS diff
) AS found WHERE embeds.key = ?7
  AND (embeds.post IS NOT coalesce(found.post, embeds.post)
    OR resolved_by IS NOT coalesce(found.how, resolved_by)
    OR fidelity IS NOT found.verdict OR fidelity_diff IS NOT found.diff)
"""
RESOLVED_BY_ID = "UPDATE embeds SET post = ?, resolved_by = 'id' WHERE id = ? AND post IS NULL"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    """An embed on its way into its row."""

    embed: Embed
    key: str
    number: int
    linked: bool
    quoted_by: int | None


def save_page(db: Database, page: Page) -> tuple[int, Counts]:
    """The page's row, without its bytes: those go to `db.bytes` first."""
    row = (
        page.url, page.final_url, page.status, time_text(page.fetched_at), page.sha256, len(page.body),
        mapping_text(page.headers), page.archive_url, time_text(page.captured_at),
    )  # fmt: skip
    with transaction(db):
        inserted = db.conn.execute(INSERT_PAGE, clean_row(row)).rowcount
        (number,) = db.conn.execute(PAGE_BY_BYTES, (clean(page.url), page.sha256)).fetchone()
    return int(number), Counts(inserted=inserted, unchanged=1 - inserted)


def save_reading(  # noqa: PLR0913 - what was read, and of which pages
    db: Database,
    page: Page,
    reading: Reading,
    claims: Sequence[Claim],
    *,
    now: datetime,
    later: Sequence[Page] = (),
) -> Counts:
    """The page, the article read from it (and its `later` pages) with claims and embeds, and what went wrong.

    What an earlier reading of the same article gave and this one does not is kept, with `current` 0.
    """
    with transaction(db):
        number, counts = save_page(db, page)
        counts = sum((save_page(db, each)[1] for each in later), counts)
        counts += save_problems(db, reading.problems, now=now)
        if reading.article is None:
            return counts
        counts += _save_article(db, reading.article, number)
        counts += _save_claims(db, reading.article.article_id, claims)
        embeds = (*((embed, False) for embed in reading.embeds), *((embed, True) for embed in reading.linked))
        return counts + _save_embeds(db, reading.article, embeds)


def save_problem(db: Database, problem: Problem, *, now: datetime) -> Counts:
    """One problem, once."""
    return save_problems(db, (problem,), now=now)


def save_problems(db: Database, problems: Iterable[Problem], *, now: datetime) -> Counts:
    """Each problem once, however often it is met; `seen_at` is the first time."""
    seen_at = time_text(now)
    rows = [
        (clean(problem.stage), clean(problem.subject), clean(problem.kind), clean(problem.message), seen_at)
        for problem in problems
    ]
    with transaction(db):
        inserted = db.conn.executemany(INSERT_PROBLEM, rows).rowcount if rows else 0
    return Counts(inserted=inserted, unchanged=len(rows) - inserted)


def save_findings(db: Database, findings: Iterable[Finding]) -> Counts:
    """Say of each stored embed which archived post it shows, how that is known, and how true it is to it."""
    counts = Counts()
    with transaction(db):
        for finding in findings:
            ref = finding.post.ref if finding.post else None
            said = (finding.how, finding.fidelity, finding.fidelity_diff and clean(finding.fidelity_diff))
            values = (
                ref and ref.post_id,
                ref and ref.platform,
                ref and ref.host,
                *said,
                embed_key(finding.embed),
            )
            changed = db.conn.execute(UPDATE_FINDING, values).rowcount
            counts += Counts(updated=changed, unchanged=1 - changed)
    return counts


def post_of_embed(embed: Embed) -> Post:
    """What an embed says of its post: an observation of the lowest rank, which knows nothing of its fate."""
    place = f"{embed.platform} {embed.method} {embed.paragraph} {embed.anchor}"
    ref = embed.ref
    return Post(
        platform=embed.platform,
        post_id=ref.post_id if ref else None,
        host=ref.host if ref else "",
        url=embed.url,
        author_handle=embed.author_handle,
        author_name=embed.author_name,
        author_id=embed.author_id,
        created_at=embed.posted_at or (datetime.combine(embed.date, time(), UTC) if embed.date else None),
        created_at_source=_source_of_time(embed),
        text=embed.text,
        text_raw=embed.text_found,
        media=embed.media,
        status="unknown",
        source_format=EMBED_FORMAT,
        sha256=natural_hash(embed.article_id, place, embed.text or embed.url),
    )


def _source_of_time(embed: Embed) -> CreatedAtSource | None:
    if embed.posted_at:
        return "id"
    return "embed" if embed.date else None


def _save_article(db: Database, article: Article, page: int) -> Counts:
    row = (
        article.article_id, article.url, article.publisher, article.title, list_text(article.authors),
        time_text(article.published_at), offset_minutes(article.published_at), time_text(article.modified_at),
        offset_minutes(article.modified_at), article.language, article.section, article.agency, article.form,
        list_text(article.paragraphs) or "[]", article.sha256, article.archive_url,
        time_text(article.captured_at), page,
    )  # fmt: skip
    counts = _upsert(db, "articles", ARTICLE_COLUMNS, clean_row(row))[1]
    article_id = article.article_id
    parts = [
        (article_id, number, part.url, _page_of(db, part), part.paragraph)
        for number, part in enumerate(article.parts, 1)
    ]
    entries = [(article_id, at, time_text(when), offset_minutes(when)) for at, when in article.times]
    moved = _replace_rows(db, "parts", PART_COLUMNS, article_id, parts)
    moved = _replace_rows(db, "entries", ENTRY_COLUMNS, article_id, entries) or moved
    return Counts(updated=1) if moved and counts.unchanged else counts


def _page_of(db: Database, part: Part) -> int | None:
    found = db.conn.execute(PAGE_BY_BYTES, (clean(part.url), part.sha256)).fetchone()
    return found[0] if found else None


def _replace_rows(
    db: Database,
    table: str,
    columns: tuple[str, ...],
    article_id: str,
    rows: Sequence[tuple[Value, ...]],
) -> bool:
    """Make these the rows of an article; whether they were others. The columns begin with the key."""
    wanted = [clean_row(row) for row in rows]
    names, marks = ", ".join(columns), ", ".join("?" * len(columns))
    found = db.conn.execute(
        f"SELECT {names} FROM {table} WHERE article = ? ORDER BY {columns[1]}", (article_id,)
    ).fetchall()
    if found == wanted:
        return False
    db.conn.execute(f"DELETE FROM {table} WHERE article = ?", (article_id,))
    db.conn.executemany(f"INSERT INTO {table}({names}) VALUES ({marks})", wanted)
    return True


def _save_claims(db: Database, article_id: str, claims: Sequence[Claim]) -> Counts:
    counts, numbers = Counts(), []
    for claim in claims:
        row = (claim.claim_id, article_id, clean(claim.text), claim.kind, claim.speaker, 1)
        number, change = _upsert(
            db, "claims", ("claim_id", "article", "text", "kind", "speaker", "current"), clean_row(row)
        )
        moved = _save_positions(db, number, claim)
        counts += Counts(updated=1) if moved and change.unchanged else change
        numbers.append(number)
    return counts + _outdate(db, "claims", article_id, numbers)


def _save_positions(db: Database, claim_number: int, claim: Claim) -> bool:
    """Whether the claim stands elsewhere than it did."""
    rows = [
        (number, position.paragraph, position.start, position.end)
        for number, position in enumerate(claim.positions)
    ]
    if db.conn.execute(POSITIONS, (claim_number,)).fetchall() == rows:
        return False
    db.conn.execute("DELETE FROM claim_positions WHERE claim = ?", (claim_number,))
    db.conn.executemany(INSERT_POSITION, [(claim_number, *row) for row in rows])
    return True


def _save_embeds(db: Database, article: Article, embeds: Sequence[tuple[Embed, bool]]) -> Counts:
    counts, numbers = Counts(), dict[str, int]()
    for embed, linked in embeds:
        outer: Embed | None = None
        inner: Embed | None = embed
        while inner is not None:
            placed = _Placed(
                embed=replace(inner, article_id=article.article_id),
                number=len(numbers),
                linked=linked,
                key=embed_key(inner, quoted_by=outer),
                quoted_by=numbers[embed_key(outer)] if outer else None,
            )
            if placed.key not in numbers:
                numbers[placed.key], change = _save_embed(db, placed)
                counts += change
            outer, inner = inner, inner.quoted
    return counts + _outdate(db, "embeds", article.article_id, list(numbers.values()))


def _save_embed(db: Database, placed: "_Placed") -> tuple[int, Counts]:
    embed = placed.embed
    ((post, observation),) = store_batch(db, [post_of_embed(embed)]).ids
    anchor = embed.anchor
    row: tuple[Value, ...] = (
        placed.key, embed.article_id, placed.number, int(placed.linked), embed.platform,
        embed.ref.host if embed.ref else "", embed.ref.post_id if embed.ref else None, embed.paragraph,
        embed.method, embed.confidence, embed.url, embed.author_handle, embed.author_name, embed.author_id,
        embed.date.isoformat() if embed.date else None, time_text(embed.posted_at), embed.date_text,
        embed.text, embed.text_found, list_text(embed.media), placed.quoted_by,
        anchor.paragraph if anchor else None, anchor.start if anchor else None,
        anchor.end if anchor else None, observation, 1, embed.part,
    )  # fmt: skip
    saved, counts = _upsert(db, "embeds", EMBED_COLUMNS, clean_row(row))
    if post is not None:
        db.conn.execute(RESOLVED_BY_ID, (post, saved))
    return saved, counts


def embed_key(embed: Embed, *, quoted_by: Embed | None = None) -> str:
    """Natural key: 16 hex digits over the article, the place, the markup and the identity or words."""
    said = embed.ref or (embed.author_handle, embed.date, embed.text, embed.url)
    source = f"{embed.platform}\n{embed.method}\n{embed.paragraph}\n{embed.anchor}\n{said}"
    place = f"{embed.article_id}\n{embed_key(quoted_by) if quoted_by else ''}"
    return hashlib.sha256(clean(f"{place}\n{source}").encode()).hexdigest()[:16]


def _outdate(db: Database, table: str, article_id: str, numbers: Sequence[int]) -> Counts:
    outdated = db.conn.execute(OUTDATE.format(table=table), (article_id, list_text(numbers) or "[]")).rowcount
    return Counts(updated=outdated)


def _upsert(db: Database, table: str, columns: tuple[str, ...], row: tuple[Value, ...]) -> tuple[int, Counts]:
    """Insert the row, or bring the one with the same natural key (the first column) up to date."""
    key, names = columns[0], ", ".join(columns)
    found = db.conn.execute(f"SELECT rowid, {names} FROM {table} WHERE {key} = ?", row[:1]).fetchone()
    if found is None:
        marks = ", ".join("?" * len(columns))
        cursor = db.conn.execute(f"INSERT INTO {table}({names}) VALUES ({marks})", row)
        return int(cursor.lastrowid or 0), Counts(inserted=1)
    if found[1:] == row:
        return found[0], Counts(unchanged=1)
    assignments = ", ".join(f"{name} = ?" for name in columns)
    db.conn.execute(f"UPDATE {table} SET {assignments} WHERE {key} = ?", (*row, row[0]))
    return found[0], Counts(updated=1)
