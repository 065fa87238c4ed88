import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.articles.markup import parse
from scrapers.embeds import take_embeds
from scrapers.platforms import find_post, platform_named, platforms

FIXTURES = Path(__file__).parent / "fixtures" / "platforms"
NAMES = [platform.name for platform in platforms()]


def named(name):
    platform = platform_named(name)
    assert platform is not None
    return platform


def seen(markup):
    """What `take_embeds` reads in a page, as JSON has it."""
    page = parse(markup)
    assert page is not None
    return [
        {
            "platform": one.embed.platform,
            "post_id": one.embed.ref.post_id if one.embed.ref else None,
            "host": one.embed.ref.host if one.embed.ref else None,
            "url": one.embed.url,
            "author_handle": one.embed.author_handle,
            "author_name": one.embed.author_name,
            "author_id": one.embed.author_id,
            "date": one.embed.date.isoformat() if one.embed.date else None,
            "date_text": one.embed.date_text,
            "text": one.embed.text,
            "media": list(one.embed.media),
            "method": one.embed.method,
        }
        for one in take_embeds(page.tree, "https://harbour.example/talks")
    ]


def test_the_twelve_platforms_are_found_by_name():
    assert set(NAMES) >= {
        "x",
        "bluesky",
        "mastodon",
        "threads",
        "instagram",
        "facebook",
        "tiktok",
        "telegram",
        "reddit",
        "truthsocial",
        "youtube",
        "vk",
    }


@pytest.mark.parametrize("name", NAMES)
def test_every_platform_reads_its_own_page_as_expected(name):
    folder = FIXTURES / name
    assert folder.is_dir(), f"write tests/fixtures/platforms/{name}/page.html and expected.json"
    expected = json.loads((folder / "expected.json").read_text())
    assert expected
    assert {one["platform"] for one in expected} == {name}
    assert seen((folder / "page.html").read_text()) == expected


@pytest.mark.parametrize(
    ("url", "name", "post_id", "handle"),
    [
        ("https://twitter.com/NATO/status/1648999000000000000", "x", "1648999000000000000", "NATO"),
        ("https://x.com/NATO/status/1648999000000000000?s=20&t=abc", "x", "1648999000000000000", "NATO"),
        ("http://mobile.twitter.com/NATO/status/20/photo/1", "x", "20", "NATO"),
        ("https://www.twitter.com/NATO/statuses/20", "x", "20", "NATO"),
        ("https://twitter.com/statuses/20", "x", "20", None),
        ("https://twitter.com/i/web/status/20", "x", "20", None),
        ("https://x.com/i/status/20", "x", "20", None),
        ("HTTPS://TWITTER.COM/NATO/STATUS/20", "x", "20", "NATO"),
        ("twitter.com/NATO/status/20", "x", "20", "NATO"),
        ("//twitter.com/NATO/status/20", "x", "20", "NATO"),
        ("https:\\/\\/twitter.com\\/NATO\\/status\\/20", "x", "20", "NATO"),
        ("https://twitter.com/#!/NATO/status/20", "x", "20", "NATO"),
        ("https://twitter.com/@NATO/status/20", "x", "20", "NATO"),
        ("https://nitter.net/NATO/status/20#m", "x", "20", "NATO"),
        ("https://vxtwitter.com/NATO/status/20", "x", "20", "NATO"),
        ("https://platform.twitter.com/embed/Tweet.html?dnt=true&id=20", "x", "20", None),
        (
            "https://publish.twitter.com/?query=https%3A%2F%2Ftwitter.com%2FNATO%2Fstatus%2F20",
            "x",
            "20",
            "NATO",
        ),
        ("https://web.archive.org/web/20230421000000/https://twitter.com/NATO/status/20", "x", "20", "NATO"),
        ("https://web.archive.org/web/20230421000000im_/https://x.com/NATO/status/20", "x", "20", "NATO"),
        (
            "https://bsky.app/profile/harbour.example/post/3kjmlqrx2ab2c",
            "bluesky",
            "3kjmlqrx2ab2c",
            "harbour.example",
        ),
        ("https://bsky.app/profile/did:plc:abc/post/3kjmlqrx2ab2c", "bluesky", "3kjmlqrx2ab2c", None),
        ("at://did:plc:abc/app.bsky.feed.post/3kjmlqrx2ab2c", "bluesky", "3kjmlqrx2ab2c", None),
        ("https://a.example/@u/111800000000000001", "mastodon", "111800000000000001", "u@a.example"),
        (
            "https://a.example/@u@b.example/111800000000000001",
            "mastodon",
            "111800000000000001",
            "u@b.example",
        ),
        (
            "https://a.example/users/u/statuses/111800000000000001",
            "mastodon",
            "111800000000000001",
            "u@a.example",
        ),
        ("https://www.threads.com/@u.v/post/C2abCDefGhI?xmt=1", "threads", "C2abCDefGhI", "u.v"),
        ("https://www.threads.net/t/C2abCDefGhI", "threads", "C2abCDefGhI", None),
        ("https://www.instagram.com/p/C2aBcDeFgHi/?igsh=1", "instagram", "C2aBcDeFgHi", None),
        ("https://instagram.com/u.v/reel/C2aBcDeFgHi/embed/captioned", "instagram", "C2aBcDeFgHi", "u.v"),
        ("https://www.facebook.com/pier/posts/a-slug-of-words/1234567890/", "facebook", "1234567890", "pier"),
        (
            "https://www.facebook.com/pier/photos/a.11111111/2222222222/?type=3",
            "facebook",
            "2222222222",
            "pier",
        ),
        ("https://www.facebook.com/permalink.php?story_fbid=1234567890&id=1", "facebook", "1234567890", None),
        ("https://www.facebook.com/watch/?v=1234567890", "facebook", "1234567890", None),
        ("https://www.tiktok.com/@u/video/7326000000000000001?lang=en", "tiktok", "7326000000000000001", "u"),
        ("https://www.tiktok.com/embed/v2/7326000000000000001", "tiktok", "7326000000000000001", None),
        ("https://t.me/s/harbour/12", "telegram", "harbour/12", "harbour"),
        ("https://t.me/harbour/12?embed=1", "telegram", "harbour/12", "harbour"),
        ("https://old.reddit.com/r/a/comments/19abcde/slug/", "reddit", "t3_19abcde", None),
        ("https://www.reddit.com/r/a/comments/19abcde/slug/kabc123/", "reddit", "t1_kabc123", None),
        ("https://redd.it/19abcde", "reddit", "t3_19abcde", None),
        ("https://truthsocial.com/@u/posts/111800000000000001", "truthsocial", "111800000000000001", "u"),
        ("https://www.youtube.com/watch?feature=share&v=aB3-dE_gHi0", "youtube", "aB3-dE_gHi0", None),
        ("https://youtu.be/aB3-dE_gHi0?t=4", "youtube", "aB3-dE_gHi0", None),
        ("https://www.youtube-nocookie.com/embed/aB3-dE_gHi0", "youtube", "aB3-dE_gHi0", None),
        ("https://vk.com/harbour?w=wall-1_2", "vk", "-1_2", None),
        ("https://vk.com/video-1_2", "vk", "video-1_2", None),
        ("https://vk.com/widget_post.php?app=0&owner_id=-1&post_id=2", "vk", "-1_2", None),
    ],
)
def test_a_posts_address_gives_its_identity_and_handle(url, name, post_id, handle):
    found = find_post(url)
    assert found is not None
    platform, ref = found
    assert (platform.name, ref.post_id, platform.handle(url)) == (name, post_id, handle)


@pytest.mark.parametrize(
    "url",
    [
        "https://twitter.com/i",
        "https://twitter.com/NATO",
        "https://twitter.com/NATO/status/",
        "https://twitter.com/NATO/status/abc",
        "https://twitter.com/intent/tweet?url=https://twitter.com/NATO/status/20",
        "https://twitter.com/share?url=https://harbour.example",
        "https://twitter.com/i/lists/20",
        "https://twitter.com/hashtag/status/20a",
        "https://nottwitter.com/NATO/status/20",
        "https://netflix.com/NATO/status/20",
        "https://t.me/s",
        "https://t.me/share/url?url=x",
        "https://t.me/c/123456/7",
        "https://bsky.app/profile/harbour.example",
        "https://medium.com/@u/111800000000000001",
        "https://blog.example/@u/2019",
        "https://www.instagram.com/harbour/",
        "https://www.instagram.com/stories/harbour/123456789/",
        "https://www.facebook.com/sharer/sharer.php?u=https://harbour.example",
        "https://www.facebook.com/harbour",
        "https://www.tiktok.com/@u",
        "https://www.youtube.com/@harbour",
        "https://www.youtube.com/embed/videoseries?list=PL1",
        "https://www.reddit.com/r/harbours/",
        "https://vk.com/harbour",
        "https://[bad/NATO/status/20",
        "mailto:nato@twitter.com",
        "",
    ],
)
def test_what_is_no_posts_address_gives_nothing(url):
    assert find_post(url) is None


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        (
            "https://www.facebook.com/watch/?v=1234567890",
            "https://www.facebook.com/story.php?story_fbid=1234567890",
        ),
        (
            "https://www.reddit.com/r/a/comments/1abcd/s/kabc12/",
            "https://www.reddit.com/api/info?id=t1_kabc12",
        ),
        ("http://mobile.twitter.com/NATO/status/20?s=20", "https://x.com/NATO/status/20"),
        ("https://twitter.com/i/web/status/20", "https://x.com/i/status/20"),
        (
            "https://a.example/@u@b.example/111800000000000001",
            "https://a.example/@u@b.example/111800000000000001",
        ),
        ("https://youtu.be/aB3-dE_gHi0", "https://www.youtube.com/watch?v=aB3-dE_gHi0"),
        ("https://vk.com/harbour?w=wall-1_2", "https://vk.com/wall-1_2"),
    ],
)
def test_the_canonical_address_is_one_for_all_spellings(url, canonical):
    found = find_post(url)
    assert found is not None
    platform, ref = found
    assert platform.canonical_url(ref, platform.handle(url)) == canonical
    assert platform.post_ref(canonical) == ref


@pytest.mark.parametrize(
    ("name", "post_id", "day"),
    [
        ("x", "1648838890091446272", date(2023, 4, 20)),
        ("x", "1649201277957046271", date(2023, 4, 20)),
        ("x", "1649201277957046272", date(2023, 4, 21)),
        ("mastodon", "111800000000000001", date(2024, 1, 22)),
        ("truthsocial", "111800000000000001", date(2024, 1, 22)),
    ],
)
def test_an_id_gives_the_posts_day(name, post_id, day):
    posted = named(name).posted_at(post_id)
    assert posted is not None
    assert posted.date() == day


def test_a_bluesky_key_gives_the_time_to_the_microsecond():
    assert named("bluesky").posted_at("3kjlcer7b2227") == datetime(2024, 1, 22, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "post_id"),
    [("x", "29999999999"), ("x", "20"), ("x", "²"), ("mastodon", "1234"), ("bluesky", "zzz")],
)
def test_an_id_without_a_time_gives_none(name, post_id):
    assert named(name).posted_at(post_id) is None


@given(st.one_of(st.integers(0, 10**25).map(str), st.from_regex(r"\A[2-7a-zA-Z_-]{9,15}\Z")))
def test_no_id_makes_its_time_raise(post_id):
    for platform in platforms():
        posted = platform.posted_at(post_id)
        assert posted is None or posted.tzinfo is UTC


URLS = st.one_of(
    st.text(max_size=60),
    st.from_regex(
        r"\A(https?:)?//(www\.|m\.)?(twitter|x|bsky|t|instagram|facebook|tiktok|reddit|vk|youtube|threads|truthsocial|a)"
        r"\.(com|me|app|net|b)(:[0-9]{0,6})?(/[@a-z0-9_:.%?=&#!-]{0,22}){0,6}\Z"
    ),
    st.builds(
        lambda host, words: f"https://{host}/" + "/".join(words),
        st.sampled_from(["twitter.com", "bsky.app", "t.me", "vk.com", "www.facebook.com", "reddit.com", "a.example"]),
        st.lists(
            st.sampled_from(
                ["status", "i", "web", "@", "@u", "20", "", "p", "comments", "profile", "post", "posts", "wall-1_2",
                 "plugins", "?href=", "?id=", "s", "videos", "²", "\ud800", "%", "embed", "users", "statuses"]
            ),
            max_size=7,
        ),
    ),
)  # fmt: skip


@given(URLS)
def test_no_url_makes_a_platform_raise(url):
    for platform in platforms():
        ref = platform.post_ref(url)
        platform.handle(url)
        platform.author_id(url)
        platform.ref_of_id(url)
        platform.posted_at(url)
        assert ref is None or ref.platform == platform.name


@given(URLS)
def test_a_canonical_address_leads_back_to_the_same_post(url):
    for platform in platforms():
        ref = platform.post_ref(url)
        if ref is not None:
            handle = platform.handle(url) or platform.author_id(url)
            assert platform.post_ref(platform.canonical_url(ref, handle)) == ref


def test_times_are_utc():
    posted = named("x").posted_at("1648838890091446272")
    assert posted == datetime(2023, 4, 20, tzinfo=UTC)
