"""Where look-ups ask, and what becomes of their answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linker.records import PostRef
from scrapers.lookups.interfaces import LOOKUPS, Wanted, request_url
from scrapers.lookups.syndication import syndication_token

BY_NAME = {lookup.name: lookup for lookup in LOOKUPS}


def wanted(platform, post_id, host="", **known) -> Wanted:
    known = {"url": "https://post.example/1"} | known
    return Wanted(ref=PostRef(platform=platform, post_id=post_id, host=host), **known)


@pytest.mark.parametrize(
    ("name", "post", "url"),
    [
        ("x_oembed", wanted("x", "20", url="https://x.com/jack/status/20"),
         "https://publish.twitter.com/oembed?url=https%3A%2F%2Fx.com%2Fjack%2Fstatus%2F20&omit_script=1"),
        ("x_syndication", wanted("x", "20"),
         "https://cdn.syndication.twimg.com/tweet-result?id=20&lang=en&token=6dq1a2xwd93"),
        ("bluesky", wanted("bluesky", "3jtsoyelog2k7", handle="wrona.example", author_id="did:plc:abc"),
         "https://public.api.bsky.app/xrpc/app.bsky.feed.getPosts?uris=at%3A%2F%2Fdid%3Aplc%3Aabc%2Fapp.bsky.feed.post%2F3jtsoyelog2k7"),
        ("mastodon", wanted("mastodon", "110", host="social.example"), "https://social.example/api/v1/statuses/110"),
        ("telegram", wanted("telegram", "desk/12"), "https://t.me/desk/12?embed=1&mode=tme"),
        ("tiktok", wanted("tiktok", "7"), "https://www.tiktok.com/oembed?url=https%3A%2F%2Fpost.example%2F1&format=json"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_post_is_asked_for_where_its_platform_answers(name, post, url):
    assert request_url(BY_NAME[name], post) == url


@pytest.mark.parametrize(
    ("name", "post"),
    [
        ("x_oembed", wanted("bluesky", "20")),
        ("x_syndication", wanted("x", "twenty")),
        ("bluesky", wanted("bluesky", "3jtsoyelog2k7")),
        ("mastodon", wanted("mastodon", "110", host="127.0.0.1")),
        ("mastodon", wanted("mastodon", "110", host="localhost")),
        ("mastodon", wanted("mastodon", "110", host="social.example/path?x=")),
        ("telegram", wanted("telegram", "desk 12\n")),
    ],
)
def test_what_is_not_known_well_enough_is_not_asked(name, post):
    assert request_url(BY_NAME[name], post) is None


def test_a_mirror_of_the_settings_is_asked_instead():
    url = request_url(BY_NAME["telegram"], wanted("telegram", "desk/12"), "http://127.0.0.1:9/t")
    assert url == "http://127.0.0.1:9/t/desk/12?embed=1&mode=tme"


@pytest.mark.parametrize(
    ("post_id", "token"),
    [("20", "6dq1a2xwd93"), ("1703436713362870723", "44ni5iyte19"), ("1649045800350648714", "3zwmopanuvq")],
)
def test_the_token_is_that_of_a_javascript_engine(post_id, token):
    assert syndication_token(post_id) == token


@given(st.text(max_size=30), st.text(max_size=30), st.sampled_from(LOOKUPS))
def test_no_text_makes_a_request_raise(post_id, host, lookup):
    request_url(lookup, wanted(lookup.platform, post_id, host=host, handle=host))
