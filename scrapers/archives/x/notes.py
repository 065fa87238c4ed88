"""Long posts of an account export: joins their words (`note-tweet.js`) to the cut posts (`tweets.js`).

A note's number is not its post's. Both were made in the same moment and begin alike: that joins them.
"""

import re
from dataclasses import replace
from datetime import timedelta

from linker.records import Post
from scrapers.archives.format import Json
from scrapers.archives.place import Note
from scrapers.archives.posts.lenient import mapping, moment, objects, string, strings
from scrapers.archives.posts.text import expand, said

MAX_NOTES = 200_000
_CLOSE = timedelta(minutes=1)
_LETTERS = 40
_LEADING_MENTIONS = re.compile(r"(?:\s*@\w+)+\s")
_NOT_SAID = re.compile(r"https?://\S+|[\W_]+")


def note_of(value: Json) -> Note:
    """The note of a `noteTweet` object."""
    core = mapping(value.get("core"))
    return Note(
        raw=string(core.get("text")) or "",
        written=moment(value.get("createdAt")),
        links=tuple(
            (short, long)
            for each in objects(core.get("urls"))
            if (short := string(each.get("shortUrl")) or string(each.get("url")))
            and (long := string(each.get("expandedUrl")))
        ),
        mentions=strings(each.get("screenName") for each in objects(core.get("mentions"))),
        hashtags=strings(each.get("text") for each in objects(core.get("hashtags"))),
    )


def keep(note: Note, notes: dict[str, list[Note]]) -> None:
    """Remember a note by how it begins."""
    if len(notes) < MAX_NOTES:
        notes.setdefault(_letters(note.raw)[:_LETTERS], []).append(note)


def find(post: Post, notes: dict[str, list[Note]]) -> Note | None:
    """The note whose beginning a post is, made in the same moment."""
    begun = _letters((post.text or "").rstrip("…"))
    found = notes.get(begun[:_LETTERS], ()) if len(begun) >= _LETTERS else ()
    return next((each for each in found if _is_of(each, post, begun)), None)


def _is_of(note: Note, post: Post, begun: str) -> bool:
    if note.written is None or post.created_at is None or abs(note.written - post.created_at) > _CLOSE:
        return False
    whole = _letters(note.raw)
    return len(whole) > len(begun) and whole.startswith(begun)


def completed(post: Post, note: Note, media: list[str] | None = None) -> Post:
    """The post with the note's words; mentions that lead a reply stay before them."""
    lead = _LEADING_MENTIONS.match(post.text or "")
    before = lead[0] if lead and not note.raw.startswith(lead[0].strip()) else ""
    return replace(
        post,
        text=said(before + expand(note.raw, note.links, media or ())),
        text_raw=note.raw,
        links=strings([*(long for _, long in note.links)]),
        mentions=strings([*post.mentions, *note.mentions]),
        hashtags=strings([*post.hashtags, *note.hashtags]),
        truncated=False,
    )


def _letters(text: str) -> str:
    """Letters alone: links differ between the two, and mentions lead only the post."""
    lead = _LEADING_MENTIONS.match(text)
    return _NOT_SAID.sub("", text[lead.end() :] if lead else text).casefold()
