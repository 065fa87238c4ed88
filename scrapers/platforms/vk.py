"""VK: wall posts and videos, `OWNER_NUMBER`, groups with a minus."""

import re

from linker.records import PostRef
from scrapers.platforms import Platform
from scrapers.platforms._addresses import address
from scrapers.platforms._words import caption_words

_WALL = re.compile(r"(?:wall|vk_post_)?(-?\d{1,12}_\d{1,12})", re.ASCII)
_VIDEO = re.compile(r"(?:video|clip)(-?\d{1,12}_\d{1,12})", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,12}", re.ASCII)


def _post(url: str) -> str | None:
    """`-1_2` for a wall post, `video-1_2` for a video."""
    cut = address(url)
    if cut is None or not cut.on("vk.com", "vk.ru", "vkvideo.ru", "vkontakte.ru"):
        return None
    if cut.path[:1] == ("video_ext.php",):
        owner, number = cut.query.get("oid", ""), cut.query.get("id", "")
        known = _NUMBER.fullmatch(owner) and _NUMBER.fullmatch(number)
        return f"video{owner}_{number}" if known else None
    if cut.path[:1] == ("widget_post.php",):
        owner, number = cut.query.get("owner_id", ""), cut.query.get("post_id", "")
        return f"{owner}_{number}" if _NUMBER.fullmatch(owner) and _NUMBER.fullmatch(number) else None
    candidates = [*reversed(cut.path), cut.query.get("w", ""), cut.query.get("z", "").split("/")[0]]
    for one in candidates:
        if one.startswith("wall") and (match := _WALL.match(one)):
            return match[1]
        if match := _VIDEO.match(one):
            return f"video{match[1]}"
    return None


def post_ref(url: str) -> PostRef | None:
    """`https://vk.com/wall-1_2`, `?w=wall-1_2`, `https://vk.com/video-1_2`, `video_ext.php?oid=-1&id=2`."""
    found = _post(url)
    return PostRef(platform="vk", post_id=found) if found else None


def handle(_url: str) -> str | None:
    """Owners stand in addresses as numbers; those are ids, no handles."""
    return None


def author_id(url: str) -> str | None:
    """The owner's number, groups with a minus."""
    found = _post(url)
    return found.removeprefix("video").split("_")[0] if found else None


def canonical_url(ref: PostRef, handle: str | None) -> str:  # noqa: ARG001 - the shape that all platforms share
    """`wall…` or `video…`."""
    kind = "" if ref.post_id.startswith("video") else "wall"
    return f"https://vk.com/{kind}{ref.post_id}"


def ref_of_id(value: str) -> PostRef | None:
    """The element that VK's widget fills: `vk_post_-1_2`."""
    match = _WALL.fullmatch(value.strip()) if value.strip().startswith("vk_post_") else None
    return PostRef(platform="vk", post_id=match[1]) if match else None


PLATFORM = Platform(
    name="vk",
    post_ref=post_ref,
    handle=handle,
    canonical_url=canonical_url,
    author_id=author_id,
    marks=("vk.com", "vk.ru", "vk_post_", "vkvideo", "vkontakte"),
    tags=("amp-vk",),
    id_attributes=("id",),
    own_attributes=("id",),
    ref_of_id=ref_of_id,
    words=caption_words,
)
