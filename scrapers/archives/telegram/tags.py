"""What the formats of Telegram share: the mentions and hashtags that stand in a message's words."""

import re

_MENTION = re.compile(r"(?<!\w)@(\w{3,32})")
_HASHTAG = re.compile(r"(?<![\w&])#(\w{1,100})")


def mentions_in(text: str) -> tuple[str, ...]:
    """Handles without their @, each once."""
    return tuple(dict.fromkeys(_MENTION.findall(text)))


def hashtags_in(text: str) -> tuple[str, ...]:
    """Words without their #, each once."""
    return tuple(dict.fromkeys(_HASHTAG.findall(text)))
