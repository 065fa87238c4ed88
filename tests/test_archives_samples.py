"""What the shared samples of saved posts say, checked by eye: ids, handles, times, first words."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from linker.records import Post, Problem
from scrapers.archives.reading import read_posts

X = "x"
FACTS = [
    # file, index of the post, platform, id, handle, created_at to the second (UTC), first words, status
    ("twarc2_jsonl/edited.jsonl", 0, X, "1576994789110992896", "wongmjane", "2022-10-03T17:57:11", "hey :)", "ok"),
    ("twarc2_jsonl/edited.jsonl", 1, X, "1576994746135764992", "wongmjane", "2022-10-03T17:57:01", "i miss y’all", "ok"),
    ("twarc2_jsonl/flat_first5.jsonl", 0, X, "1380242611781386245", "Alexandravm12", "2021-04-08T19:34:16", "De manera simultánea", "ok"),
    ("twarc2_jsonl/flat_first5.jsonl", 1, X, "1380175475545362437", "williamserafino", "2021-04-08T15:07:30", "De manera simultánea", "ok"),
    ("twarc2_jsonl/media_tweet.jsonl", 0, X, "1558553189766631429", "IgorBrigadir", "2022-08-13T20:36:51", "She's GOING with it! 🐍", "ok"),
    ("twarc2_jsonl/streaming_output_with_error.jsonl", 0, X, "1377650090978992134", "blackheart_265", "2021-04-01T15:52:31", "Fury https://twitter.com/Manie_DS/", "ok"),
    ("twarc2_jsonl/streaming_output_with_error.jsonl", 10, X, "1377650529766154240", "ArborRidge1", "2021-04-01T15:54:16", "We have a Wednesday", "ok"),
    ("twarc2_jsonl/tweets_compliance.jsonl", 0, X, "1170025343920402432", None, "2019-09-06T17:25:54", None, "private"),
    ("twarc2_jsonl/tweets_compliance.jsonl", 1, X, "1170147183095664640", None, "2019-09-07T01:30:03", None, "unavailable"),
    ("twarc2_jsonl/two_tweets.jsonl", 0, X, "1394735776701816833", "LachiVeronica", "2021-05-18T19:24:56", "#POIUYTREWQ", "ok"),
    ("twitter_v1_json/get_status.json", 0, X, "397", "jack", "2006-03-26T19:17:08", "getting waxed!", "ok"),
    ("twitter_v1_json/stream_delete_notices.jsonl", 0, X, "751463034808373249", None, "2016-07-08T17:08:43", None, "deleted"),
    ("twitter_v1_json/stream_delete_notices.jsonl", 1, X, "777838091897712641", None, "2016-09-19T11:53:47", None, "deleted"),
    ("twitter_v1_json/stream_delete_notices.jsonl", 2, X, "12902837201", None, None, None, "deleted"),
    ("twitter_v1_json/streaming_extended_tweet.json", 0, X, "971726741583605760", "ClouDatAI", "2018-03-08T12:38:03", "HIV_AIDS_BiojQuery Mobile", "ok"),
    ("wayback_json/20170727194529_DrupalLeaks_890659426796945408_v1.json", 0, X, "890659426796945408", "DrupalLeaks", "2017-07-27T19:45:29", "Whose secrets should we", "ok"),
    ("twitter_oembed/jack_397.json", 0, X, "397", "jack", "2006-03-26T00:00:00", "getting waxed!", "ok"),
    ("twitter_syndication/tombstone_deleted.json", 0, X, None, None, None, None, "deleted"),
    ("twitter_syndication/tombstone_empty_NOT_deleted.json", 0, X, None, None, None, None, "unavailable"),
    ("twitter_syndication/tweet_result_1703436713362870723.json", 0, X, "1703436713362870723", "rhaksw", "2023-09-17T15:52:15", "Senator @RonWyden is doing", "ok"),
    ("twitter_graphql/TweetDetail_991503.json", 0, X, "991503", None, None, None, "suspended"),
    ("twitter_graphql/TweetResultByRestId_991500.json", 0, X, "991500", None, None, None, "suspended"),
    ("twitter_graphql/TweetResultByRestId_20.json", 0, X, "20", "jack", "2006-03-21T20:50:14", "just setting up my twttr", "ok"),
    ("twitter_graphql/TweetResultByRestId_1841206275088290279.json", 0, X, "1841206275088290279", "DivineDropbear", "2024-10-01T19:59:18", "Sulphur-crested Cockatoo", "ok"),
    ("twitter_graphql/twscrape_issue_42.json", 0, X, "1665951747842641921", "_AVICINTL", "2023-06-06T05:20:23", "Today marks the arrival", "ok"),
    ("twitter_graphql/twscrape_issue_42.json", 1, X, "1665863576060575744", "ChinaDaily", "2023-06-05T23:30:01", "Today marks the arrival", "ok"),
    ("twitter_html_legacy/20190916233235_jdegoes_1169217405425455105.html", 0, X, "1169217405425455105", "jdegoes", "2019-09-04T11:55:27", "This type of no-platforming", "ok"),
    ("twitter_html_legacy/20190916233235_jdegoes_1169217405425455105.html", 3, X, "1169225920584015873", "jdegoes", "2019-09-04T12:29:17", "❤️✊", "ok"),
    ("twitter_html_legacy/20200911234200_ChiefScientist_1304565662661001216.html", 0, X, "1304565662661001216", "ChiefScientist", "2020-09-11T23:41:06", "Window sign: “The Lives", "ok"),
    ("twitter_html_mobile/tacovontaco_568154344467656704.html", 0, X, "568154344467656704", "TacoVonTaco", "2015-02-18T21:05:26", "Verifying myself: I am", "ok"),
    ("twitter_html_spa_rendered/travisbrown_1529393316344758279_kn_ui_2022.html", 0, X, "1529393316344758279", "travisbrown", "2022-05-25T09:25:56", "If you keep doing this", "ok"),
    ("twitter_html_spa_rendered/travisbrown_1529393316344758279_kn_ui_2022.html", 1, X, "1529020871754633216", "wiemzin", "2022-05-24T08:45:58", "Am saying that we should", "ok"),
    ("embeds_blockquote/embeds.jsonl", 0, X, "1007133657704910848", "RobBubble", "2018-06-14T05:32:30", "Vor fünf Jahren: „Das", "ok"),
    ("embeds_blockquote/embeds.jsonl", 8, X, "1519105091772596231", "DiarioDiezHn", "2022-04-27T00:04:12", None, "ok"),
    ("bluesky/getPostThread_embed_media.json", 0, "bluesky", "3kaheyt6vpc22", "test.marshal.dev", "2023-09-28T12:49:37", None, "ok"),
    ("bluesky/getPostThread_embed_media.json", 1, "bluesky", "3kahesw26il2z", "test.marshal.dev", "2023-09-28T12:46:18", "test", "ok"),
    ("bluesky/post_record.json", 0, "bluesky", "3k2yihcrp6f2c", None, "2023-07-20T23:35:30", "new text114", "ok"),
    ("bluesky/fxembed_synthetic_thread-quote-notfound.json", 0, "bluesky", "rkeyquotehost", "author.test", "2024-06-02T12:00:00", "Quoting missing", "ok"),
    ("bluesky/fxembed_synthetic_thread-quote-notfound.json", 1, "bluesky", "rkeygone", None, None, None, "unavailable"),
    ("mastodon/api_status_docs_103270115826048975.json", 0, "mastodon", "103270115826048975", "Gargron@mastodon.social", "2019-12-08T03:48:33", '"I lost my inheritance', "ok"),
    ("mastodon/cassette_test_status.json", 0, "mastodon", "117020583223442465", "mastodonpy_test@localhost:3000", "2026-08-01T13:53:15", "Toot!", "ok"),
    ("reddit_json/comments_2gmzqe.json", 0, "reddit", "t3_2gmzqe", "bboe", "2014-09-17T06:34:31", "[PRAW] HTTPS enabled", "ok"),
    ("reddit_json/comments_2gmzqe.json", 1, "reddit", "t1_cklfmye", "paneer_burrito", "2014-09-18T01:51:52", "Quick question: I", "ok"),
    ("reddit_json/comments_2gmzqe.json", 2, "reddit", "t1_cklhv0f", "bboe", "2014-09-18T03:13:54", "Yes it does. That fix", "ok"),
    ("telegram_html/test_parse_forwarded_text_message.html", 0, "telegram", "tchantest/89", "tchantest", "2023-02-24T12:13:31", ";)", "ok"),
    ("telegram_html/test_parse_photo_single.html", 0, "telegram", "tchantest/16", "tchantest", "2023-02-24T07:35:28", "Picture by telegram camera", "ok"),
    ("telegram_html/test_parse_text_message_multiline.html", 0, "telegram", "tchantest/62", "tchantest", "2023-02-24T08:01:26", "Bigger\ntext\nmessage\nnumber\n34", "ok"),
    ("warc_twitter_api/sfm_v2_users_2023.warc.gz", 0, X, "1091786718775255040", "SolidMyths", "2019-02-02T19:53:32", "So excited -- and grateful", "ok"),
]  # fmt: skip
COUNTS = {
    "twarc2_jsonl/edited.jsonl": (2, 0),
    "twarc2_jsonl/empty.json": (0, 1),
    "twarc2_jsonl/flat_first5.jsonl": (8, 0),
    "twarc2_jsonl/streaming_output_with_error.jsonl": (11, 1),
    "twitter_v1_json/stream_delete_notices.jsonl": (3, 0),
    "twitter_syndication/empty_object.json": (0, 1),
    "twitter_html_legacy/20190916233235_jdegoes_1169217405425455105.html": (14, 0),
    "twitter_html_spa_rendered/travisbrown_1529393316344758279_kn_ui_2022.html": (11, 0),
    "embeds_blockquote/embeds.jsonl": (67, 0),
    "mastodon/cassette_test_status_missing.json": (0, 1),
    "wayback_memento_edge/test_get_memento_raises_blocked_error_0.body": (0, 1),
    "warc_twitter_api/sfm_v1_user_timeline_2016.warc.gz": (304, 0),
    "warc_twitter_api/sfm_v2_empty_2023.warc.gz": (0, 1),
}


@pytest.fixture(scope="session")
def samples(shared: Path) -> Path:
    return shared / "samples" / "posts"


def _posts(path: Path) -> list[Post]:
    return [item for item in read_posts([path]) if isinstance(item, Post)]


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: f"{fact[0]}-{fact[1]}")
def test_a_sample_reads_to_what_the_eye_sees(fact, samples):
    name, index, platform, post_id, handle, moment, words, status = fact
    post = _posts(samples / name)[index]
    assert (post.platform, post.post_id, post.author_handle, post.status) == (
        platform,
        post_id,
        handle,
        status,
    )
    assert (post.created_at.isoformat()[:19] if post.created_at else None) == moment
    assert (post.text or "")[: len(words or "")] == (words or "")
    assert (post.text is None) == (words is None)


@pytest.mark.parametrize(("name", "counts"), COUNTS.items(), ids=COUNTS)
def test_a_sample_gives_so_many_posts_and_problems(name, counts, samples):
    items = list(read_posts([samples / name]))
    assert (
        sum(isinstance(each, Post) for each in items),
        sum(isinstance(each, Problem) for each in items),
    ) == counts


def _all(samples: Path) -> Iterator[Post]:
    return (item for item in read_posts([samples]) if isinstance(item, Post))


def test_no_sample_is_deleted_without_the_words_that_say_so(samples):
    evidence = {post.status_evidence for post in _all(samples) if post.status == "deleted"}
    assert evidence == {"delete notice in the stream", "This Post was deleted by the Post author. Learn more"}


def test_no_sample_text_keeps_short_links_that_the_file_explains(samples):
    found = [post.text for post in _all(samples) if post.source_format in {"x_v1", "x_v2", "x_graphql"}]
    assert not [text for text in found if text and "https://t.co/" in text and "…" not in text]


def test_times_of_samples_agree_with_their_ids(samples):
    told = [
        item for item in read_posts([samples]) if isinstance(item, Problem) and item.kind == "time mismatch"
    ]
    # One record of Bluesky says half a year more than its key: it was put there by its owner's hand.
    assert [Path(problem.subject).name.partition(":")[0] for problem in told] == ["post_record.json"]


def test_furniture_is_no_text(samples):
    texts = [post.text for post in _all(samples) if post.text]
    assert not [text for text in texts if text.lower().startswith(("view this post", "a post shared"))]
