"""A page becomes what a reader reads, with its embeds in their places."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from linker.records import Page
from scrapers.articles.reading import read_any, read_page, read_text

STORM = (Path(__file__).parent / "fixtures/articles/storm.html").read_text()
URL = "https://courier.example/news/storm-alva-floods-harbour?utm_source=feed"
SENTENCE = "The coast guard said on Monday that the water in the harbour rose by a metre within an hour."
PROSE = "".join(f"<p>{number}. {SENTENCE}</p>" for number in range(6))


def page(body, url=URL, status=200, **headers):
    return Page(
        url=url,
        final_url=url,
        status=status,
        fetched_at=datetime(2023, 4, 22, tzinfo=UTC),
        body=body if isinstance(body, bytes) else body.encode(),
        headers={name.replace("_", "-"): value for name, value in headers.items()},
    )


def article(body, **more):
    reading = read_page(page(body, **more))
    assert reading.article, reading.problems
    return reading.article


def document(body, head=""):
    return f"<html><head>{head}</head><body>{body}</body></html>"


def why_not(body, **more):
    reading = read_any(page(body, **more))
    assert reading.article is None
    return reading.problems[0]


def json_ld(text):
    return f'<script type="application/ld+json">{text}</script>'


def test_a_page_gives_its_metadata():
    storm = article(STORM)
    assert storm.title == "Storm Alva floods harbour of Brookhaven"
    assert storm.authors == ("Jane Osei", "Tom Brandt")
    assert storm.publisher == "The Brookhaven Courier"
    assert storm.published_at.isoformat() == "2023-04-20T18:05:00+01:00"
    assert storm.modified_at.isoformat() == "2023-04-21T07:30:00+01:00"
    assert (storm.language, storm.section, storm.form) == ("en", "Weather", "article")
    assert storm.url == "https://courier.example/news/storm-alva-floods-harbour"


def test_a_page_gives_its_paragraphs_without_navigation_title_or_embeds():
    starts = [paragraph[:12] for paragraph in article(STORM).paragraphs if not paragraph.startswith("By ")]
    assert starts == ["The harbour ", "“We have mov", "Engineers ex", "The wall was"]


def test_an_embed_stands_after_the_paragraph_before_it_and_in_no_paragraph():
    reading = read_page(page(STORM))
    (embed,) = reading.embeds
    assert reading.article.paragraphs[embed.paragraph - 1].startswith("“We have moved")
    assert reading.article.paragraphs[embed.paragraph].startswith("Engineers expect")
    assert embed.article_id == reading.article.article_id
    assert not any("closed until further notice" in text for text in reading.article.paragraphs)


def test_a_hyperlink_to_a_post_is_linked_and_anchored_at_its_words():
    post = "https://twitter.com/mayorpark/status/1649112233445566778"
    reading = read_page(page(STORM.replace("council papers", f'<a href="{post}">council papers</a>')))
    (link,) = reading.linked
    anchor = link.anchor
    assert reading.article.paragraphs[anchor.paragraph][anchor.start : anchor.end] == "council papers"
    assert link.method == "linked"


def test_a_replayed_copy_is_read_as_the_original():
    replay = "https://web.archive.org/web/20230421101112/"
    copied = STORM.replace("https://twitter.com", replay + "https://twitter.com")
    given = page(copied, url=replay + URL)
    reading = read_any(given)
    assert reading.article.url == article(STORM).url
    assert reading.article.captured_at == datetime(2023, 4, 21, 10, 11, 12, tzinfo=UTC)
    assert (reading.article.archive_url, reading.article.sha256) == (replay + URL, given.sha256)
    assert reading.embeds[0].ref.post_id == "1649112233445566778"


PARTS = "Storm hits\n\nThe wall broke on Thursday.\r\nNobody is missing, the mayor said.\n"


def test_a_text_file_is_a_title_and_paragraphs():
    storm = read_text(page(PARTS, url="")).article
    assert storm.title == "Storm hits"
    assert storm.paragraphs == ("The wall broke on Thursday.", "Nobody is missing, the mayor said.")


def test_a_flattened_post_at_the_end_of_a_text_is_an_embed_after_the_last_paragraph():
    flattened = "Stay away from the harbour. #storm pic.twitter.com/AbCdEf1234\n— Ellen Park (@mayorpark) April 20, 2023\n"
    reading = read_any(page(PARTS + flattened, url=""))
    (embed,) = reading.embeds
    assert (embed.author_handle, embed.paragraph, len(reading.article.paragraphs)) == ("mayorpark", 2, 2)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Storm hits coast | The Courier", "Storm hits coast"),
        ("Storm hits coast - The Courier", "Storm hits coast"),
        ("The Courier – Storm hits coast", "Storm hits coast"),
        ("Storm - the worst in years - hits coast", "Storm - the worst in years - hits coast"),
        ("Storm hits coast · courier.example", "Storm hits coast"),
    ],
)
def test_a_title_loses_the_sites_name_only(title, expected):
    head = f'<title>{title}</title><meta property="og:site_name" content="The Courier">'
    assert article(document(PROSE, head)).title == expected


@pytest.mark.parametrize(
    ("json", "published"),
    [
        ('{"@type":"NewsArticle","datePublished":"2023-04-20T10:00:00+02:00"}', "2023-04-20T10:00:00+02:00"),
        ('[{"@type":"NewsArticle","datePublished":"2023-04-20T10:00:00Z"}]', "2023-04-20T10:00:00+00:00"),
        (
            '{"@type":"NewsArticle","headline":"He said "no"","datePublished":"2023-04-20",}',
            "2023-04-20T00:00:00+00:00",
        ),
        (
            '{"@type":["Article","BlogPosting"],"datePublished":["2023-04-20T10:00-0500"]}',
            "2023-04-20T10:00:00-05:00",
        ),
        ('<!-- {"@type":"Article","datePublished":"20230420"} -->', "2023-04-20T00:00:00+00:00"),
        (
            '{"@type":"Article","datePublished":"Thu, 20 Apr 2023 10:00:00 +0300"}',
            "2023-04-20T10:00:00+03:00",
        ),
    ],
    ids=["offset", "array", "broken quotes", "types and lists", "in a comment", "mail date"],
)
def test_the_published_time_is_read_from_json_ld_as_people_write_it(json, published):
    assert article(document(PROSE, json_ld(json))).published_at.isoformat() == published


def test_a_date_from_the_future_is_not_believed():
    assert (
        article(document(PROSE, json_ld('{"@type":"Article","datePublished":"2053-01-01"}'))).published_at
        is None
    )


def test_the_object_of_this_page_is_chosen_among_several():
    others = (
        '[{"@type":"NewsArticle","headline":"Another"},{"@type":"NewsArticle","headline":"Storm hits coast"}]'
    )
    head = json_ld(others) + '<meta property="og:title" content="Storm hits coast">'
    assert article(document(PROSE, head)).title == "Storm hits coast"


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ('"Von Anna Weiß und Jan Klee"', ("Anna Weiß", "Jan Klee")),
        ('{"@type":"Person","name":"By Jane Osei"}', ("Jane Osei",)),
        ('[{"@type":"Person","name":["Jane Osei","Tom Brandt"]}]', ("Jane Osei", "Tom Brandt")),
        ('{"@type":"Person","givenName":"Jane","familyName":"Osei"}', ("Jane Osei",)),
        ('"https://courier.example/jane"', ()),
    ],
)
def test_authors_are_names_of_people(author, expected):
    assert (
        article(document(PROSE, json_ld(f'{{"@type":"NewsArticle","author":{author}}}'))).authors == expected
    )


@pytest.mark.parametrize(
    ("head", "first", "agency"),
    [
        ("", "BROOKHAVEN (AP) — " + SENTENCE, "AP"),
        ("", "BROOKHAVEN, April 20 (Reuters) - " + SENTENCE, "Reuters"),
        ("", "Brookhaven (dpa/lno) - " + SENTENCE, "dpa"),
        ("", "Париж (ТАСС). " + SENTENCE, "TASS"),
        ("", "The party (SPD) - " + SENTENCE, None),
        (json_ld('{"@type":"Article","author":{"@type":"Organization","name":"AFP"}}'), SENTENCE, "AFP"),
        ('<link rel="canonical" href="https://apnews.com/article/storm-1">', SENTENCE, "AP"),
    ],
)
def test_wire_copy_is_told_by_dateline_byline_or_canonical(head, first, agency):
    assert article(document(f"<p>{first}</p>" + PROSE, head)).agency == agency


@pytest.mark.parametrize(
    ("canonical", "expected"),
    [
        ("/news/storm", "https://courier.example/news/storm"),
        ("https://courier.example/news/storm#top", "https://courier.example/news/storm"),
        ("https://courier.example/", "https://courier.example/news/storm-alva-floods-harbour"),
        ("javascript:alert(1)", "https://courier.example/news/storm-alva-floods-harbour"),
    ],
)
def test_the_canonical_url_is_absolute_and_not_the_home_page(canonical, expected):
    assert article(document(PROSE, f'<link rel="canonical" href="{canonical}">')).url == expected


def test_an_amp_twin_is_the_same_article():
    amp = STORM.replace("<html ", "<html amp ")
    assert article(amp, url=URL.replace("/news/", "/amp/")).article_id == article(STORM).article_id


@pytest.mark.parametrize(
    ("link", "following"),
    [
        ('<link rel="next" href="?page=2">', "https://courier.example/news/storm?page=2"),
        ('<a rel="next" href="/news/storm/2">', "https://courier.example/news/storm/2"),
        ('<a rel="next" href="/news/another-storm">', None),
    ],
)
def test_the_next_part_of_an_article_is_told_and_a_blogs_next_post_is_not(link, following):
    reading = read_page(page(document(PROSE + link), url="https://courier.example/news/storm"))
    assert reading.next_url == following


def live_posts():
    return "".join(
        f'<article class="post"><time datetime="2023-04-20T{hour:02}:00:00+02:00">{hour}:00</time>'
        f"<h2>What was new at {hour} o'clock</h2><p>At {hour} o'clock {SENTENCE.lower()}</p></article>"
        for hour in range(20, 8, -1)
    )


@pytest.mark.parametrize(
    "head", ["", json_ld('{"@type":"LiveBlogPosting"}')], ids=["by its build", "by its word"]
)
def test_a_live_blog_keeps_its_posts_in_order_with_their_times(head):
    live = article(document(f"<main><h1>Storm live</h1>{live_posts()}</main>", head))
    hours = [int(text.split()[1]) for text in live.paragraphs if text.startswith("At ")]
    assert (live.form, hours) == ("live blog", list(range(20, 8, -1)))
    assert [time.hour for _, time in live.times] == hours
    for place, time in live.times:
        assert live.paragraphs[place] == f"What was new at {time.hour} o'clock"
        assert time.isoformat().endswith("+02:00")


def test_a_live_blogs_times_are_read_from_json_ld():
    updates = ",".join(
        f'{{"@type":"BlogPosting","headline":"What was new at {hour} o\'clock","datePublished":"2023-04-20T{hour}:00Z"}}'
        for hour in range(20, 10, -1)
    )
    head = json_ld(f'{{"@type":"LiveBlogPosting","liveBlogUpdate":[{updates}]}}')
    live = article(document(f"<main><h1>Storm live</h1>{live_posts()}</main>", head))
    assert [time.isoformat() for _, time in live.times[:2]] == [
        "2023-04-20T20:00:00+00:00",
        "2023-04-20T19:00:00+00:00",
    ]


def test_an_entry_with_a_short_headline_is_found_by_its_words_whatever_their_markup():
    body = "At 11 o\u0026apos;clock <b>the coast guard</b> said"
    updates = ",".join(
        f'{{"headline":"Cobh","articleBody":"{body.replace("11", str(hour))} {SENTENCE}","datePublished":"2023-04-20T{hour}:00Z"}}'
        for hour in range(20, 10, -1)
    )
    head = json_ld(f'{{"@type":"LiveBlogPosting","liveBlogUpdate":[{updates}]}}')
    entries = "".join(
        f"<h2>Cobh</h2><p>At {hour} o'clock <b>the coast guard</b> said {SENTENCE}</p>"
        for hour in range(20, 10, -1)
    )
    live = article(document(f"<main><h1>Storm live</h1>{entries}</main>", head))
    assert [live.paragraphs[place][:13] for place, _ in live.times] == [
        f"At {time.hour} o'clock" for _, time in live.times
    ]
    assert len(live.times) == 10


def test_a_paywall_stub_is_told_as_such():
    head = json_ld('{"@type":"NewsArticle","isAccessibleForFree":"False","wordCount":900}')
    assert article(document(f"<article><p>{SENTENCE}</p></article>", head)).form == "paywall stub"


def test_a_whole_article_behind_a_soft_paywall_is_an_article():
    head = json_ld('{"@type":"NewsArticle","isAccessibleForFree":false,"wordCount":110}')
    assert article(document(f"<article>{PROSE}</article>", head)).form == "article"


def test_a_gallery_is_told_as_such():
    head = json_ld('{"@type":"ImageGallery","headline":"Storm in pictures"}')
    assert article(document(f"<article>{PROSE}</article>", head)).form == "gallery"


def test_a_gallery_without_text_is_its_captions():
    figures = "".join(
        f"<figure><img src='{n}.jpg'><figcaption>{n}. {SENTENCE}</figcaption></figure>" for n in range(6)
    )
    gallery = article(document(f"<main><h1>Storm in pictures</h1>{figures}</main>"))
    assert (gallery.form, len(gallery.paragraphs)) == ("gallery", 6)


TEASERS = "".join(
    f'<div><h3><a href="/{n}">Storm story number {n}</a></h3><p>Short teaser.</p></div>' for n in range(30)
)


@pytest.mark.parametrize(
    ("body", "more", "reason"),
    [
        (document(TEASERS), {"url": "https://courier.example/"}, "home page"),
        (document(TEASERS), {"url": "https://courier.example/weather"}, "list of articles"),
        (document(TEASERS), {"url": "https://courier.example/search?q=storm"}, "search results"),
        (document(PROSE), {"status": 404}, "answered 404"),
        (
            document("<h1>Oops</h1><p>We looked everywhere.</p>", "<title>404 - Page not found</title>"),
            {},
            "not found",
        ),
        (
            document("<h1>Helaas</h1><p>Wij zochten.</p>", "<title>Pagina niet gevonden</title>"),
            {},
            "not found",
        ),
        (
            document(
                "<p>We use cookies. Our partners use cookies for tracking. Give your consent to cookies.</p>"
            ),
            {},
            "consent",
        ),
        (
            document(
                "<p>Please enable JavaScript and wait: checking your browser.</p>",
                "<title>Just a moment...</title>",
            ),
            {},
            "robots",
        ),
        (document("<nav><a href='/'>Home</a></nav>"), {}, "no text"),
    ],
    ids=[
        "home",
        "section",
        "search",
        "404",
        "soft 404",
        "soft 404 in Dutch",
        "cookie wall",
        "robot check",
        "navigation",
    ],
)
def test_a_page_without_an_article_says_what_it_is(body, more, reason):
    problem = why_not(body, **more)
    assert (problem.stage, problem.kind) == ("parse", "no article")
    assert reason in problem.message


@pytest.mark.parametrize(
    "title", ["Missing plane not found after ten days", "How cookies follow you", "Why the captcha must go"]
)
def test_an_article_about_such_things_is_an_article(title):
    about = f"<p>{SENTENCE} The cookies and the captcha have nothing to do with it, said the ministry.</p>"
    assert article(document(f"<h1>{title}</h1>{PROSE}{about}", f"<title>{title}</title>")).title == title


def test_a_single_story_on_the_root_of_a_site_is_an_article():
    assert article(document(f"<h1>Storm</h1>{PROSE}"), url="http://127.0.0.1:8000/").title == "Storm"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "empty"),
        (b" \n\0", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(500), "binary"),
        (b"%PDF-1.7\n%\xe2\xe3", "binary"),
        (bytes(range(256)) * 20, "binary"),
        (b'{"a": 1}', "not html"),
        (b'[{"id_str": "1"}]', "not html"),
        (b'<?xml version="1.0"?><rss><channel/></rss>', "not html"),
        (b"just one line", "no article"),
    ],
)
def test_other_bytes_are_told_what_they_are(body, kind):
    assert why_not(body).kind == kind


def test_read_page_does_not_take_a_text_for_a_page():
    assert read_page(page("A title\nand text")).problems[0].kind == "not html"
