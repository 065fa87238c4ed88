"""Links and readings drawn for a person at a terminal."""

import textwrap
from collections.abc import Iterable
from typing import Any

from linker.cli.output import printable
from linker.service.telling.rows import Row

_WIDTH = 100
_STRONGEST = 3


def links_table(rows: list[Row], *, explain: bool) -> str:
    """Each post, then its claims with score, relation and the strongest reasons."""
    if not rows:
        return "no links"
    blocks: dict[str, list[Row]] = {}
    for row in rows:
        blocks.setdefault(_post_key(row), []).append(row)
    return "\n\n".join("\n".join(_block(group, explain=explain)) for group in blocks.values())


def _post_key(row: Row) -> str:
    post = row["post"]
    return f"{row['article']} {post['platform']} {post['host']} {post['post_id'] or post['text']}"


def _block(rows: list[Row], *, explain: bool) -> Iterable[str]:
    article = rows[0]["article"]
    yield printable(f"ARTICLE  {article['title'] or '(no title)'}")
    yield from _post_lines(rows[0])
    for row in rows:
        yield from _claim_lines(row)
        yield from _reasons(row, explain=explain)


def _post_lines(row: Row) -> Iterable[str]:
    post, embed = row["post"], row["embed"]
    who = post["author_name"] or "?"
    handle = f" (@{post['author_handle']})" if post["author_handle"] else ""
    yield printable(f"POST     {who}{handle} on {post['platform']}{_when(post)}")
    yield from _wrapped(post["text"] or "(no text)", "         ")
    if post["url"]:
        yield printable(f"         {post['url']}")
    if embed is None:
        yield "         not embedded here"
    else:
        yield printable(f"         embedded ({embed['method']}), {_fidelity(embed)}")


def _when(post: dict[str, Any]) -> str:
    if not post["created_at"]:
        return ""
    if post["created_at_source"] == "embed":
        return f", {post['created_at'][:10]}"
    return f", {post['created_at'][:16].replace('T', ' ')} UTC"


def _fidelity(embed: dict[str, Any]) -> str:
    verdict = str(embed["fidelity"] or "not compared").replace("_", " ")
    return f"{verdict}: {embed['fidelity_diff']}" if embed["fidelity_diff"] else verdict


def _claim_lines(row: Row) -> Iterable[str]:
    claim = row["claim"]
    speaker = f" — {claim['speaker']}" if claim["speaker"] else ""
    head = f"  {row['score']:.2f} {row['decision']:7} {row['relation']:8} "
    yield from _wrapped(f"{claim['text']}{speaker} [paragraph {claim['paragraph'] + 1}]", head)


def _reasons(row: Row, *, explain: bool) -> Iterable[str]:
    ranked = sorted(row["signals"], key=lambda signal: -abs(signal["contribution"]))
    shown = ranked if explain else [signal for signal in ranked[:_STRONGEST] if signal["contribution"]]
    if explain:
        yield f"        {row['prior']:+6.2f} prior"
    for signal in shown:
        words = _compared(signal["compared"])
        line = f"{signal['contribution']:+6.2f} {signal['name']} {signal['value']:.3g}{words}"
        yield printable(f"        {textwrap.shorten(line, _WIDTH, placeholder='…')}")


def _compared(compared: dict[str, Any]) -> str:
    """The words that a signal met on both sides, where it points at some."""
    claim, post = (
        " ".join(compared[side][start:end] for start, end in compared[f"{side}_spans"])
        for side in ("claim", "post")
    )
    if not claim and not post:
        return ""
    return f": {claim}" if claim.casefold() == post.casefold() else f": {claim or '–'} ~ {post or '–'}"


def find_table(rows: list[Row]) -> str:
    """Each article that uses the post, then how."""
    blocks: dict[str, list[Row]] = {}
    for row in rows:
        blocks.setdefault(row["article"]["id"], []).append(row)
    return "\n\n".join("\n".join(_use_lines(group)) for group in blocks.values()) or "nowhere"


def _use_lines(rows: list[Row]) -> Iterable[str]:
    article = rows[0]["article"]
    yield printable(f"ARTICLE  {article['title'] or '(no title)'}")
    yield printable(
        f"         {article['publisher'] or '?'}, {(article['published_at'] or '?')[:10]}, {article['url']}"
    )
    for row in rows:
        score = "     " if row["score"] is None else f"{row['score']:5.2f}"
        number = f" (link {row['link']})" if row["link"] else ""
        yield from _wrapped(f"{row['claim'] or 'the post itself'}{number}", f"  {row['how']:8} {score} ")


def review_table(rows: list[Row]) -> str:
    """What awaits a verdict, each with the number to give it by."""
    return "\n\n".join("\n".join(_awaiting_lines(row)) for row in rows) or "nothing awaits a verdict"


def _awaiting_lines(row: Row) -> Iterable[str]:
    post, score = row["post"], "" if row["score"] is None else f"{row['score']:.2f} {row['relation']} "
    speaker = f" — {row['speaker']}" if row["speaker"] else ""
    yield printable(f"LINK {row['link']}  {score}in {row['article']['title'] or '(no title)'}")
    yield from _wrapped(f"{row['claim']}{speaker}", "  CLAIM  ")
    yield from _wrapped(f"{post['author_name'] or '?'}: {post['text'] or '(no text)'}", "  POST   ")


def inspect_table(rows: list[Row]) -> str:
    """What was read: head of the article, claims with speakers, embeds."""
    return "\n\n".join("\n".join(_inspected(row)) for row in rows)


def _inspected(row: Row) -> Iterable[str]:
    article = row["article"]
    if article is None:
        yield "no article: " + "; ".join(problem["message"] for problem in row["problems"])
    else:
        yield printable(f"ARTICLE  {article['title'] or '(no title)'}")
        authors = ", ".join(article["authors"]) or "?"
        yield printable(
            f"         {article['publisher'] or '?'}, {authors}, {article['published_at'] or '?'}"
        )
    for claim in row["claims"]:
        speaker = f" — {claim['speaker']}" if claim["speaker"] else ""
        yield from _wrapped(f"{claim['text']}{speaker}", f"  {claim['kind']:9} ¶{claim['paragraph'] + 1:<3} ")
    for name in ("embeds", "linked"):
        for embed in row[name]:
            yield from _embed_lines(name, embed)


def _embed_lines(name: str, embed: Row) -> Iterable[str]:
    who = f"{embed['author_name'] or '?'} (@{embed['author_handle'] or '?'})"
    place = "?" if embed["paragraph"] is None else embed["paragraph"]
    yield printable(
        f"{name.upper():8} {embed['platform']} {embed['post_id'] or '(no id)'} {who} {embed['date'] or ''}"
    )
    yield printable(
        f"         {embed['method']}, after paragraph {place}, confidence {embed['confidence']:.2f}"
    )
    yield from _wrapped(embed["text"] or "(no text)", "         ")


def _wrapped(text: str, head: str) -> list[str]:
    body = printable(" ".join(text.split()))
    return textwrap.wrap(body, _WIDTH, initial_indent=head, subsequent_indent=" " * len(head)) or [head]
