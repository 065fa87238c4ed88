import json
from datetime import date
from html import escape

import pytest
from embed_pages import AFTER, BARE, BEFORE, NOTHING, PAGE_URL, POST_ID, POST_URL, QUOTE, SIGNED, WORDED, page
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linker.records import PostRef
from scrapers.articles.markup import parse
from scrapers.embeds import claim_review_posts, linked_posts, take_embeds
from scrapers.embeds.flattened import TOKEN

REF = PostRef(platform="x", post_id=POST_ID)


def paragraphs(tree):
    return ["".join(one.itertext()) for one in tree.iter("p")]


@pytest.mark.parametrize("markup", WORDED.values(), ids=WORDED)
def test_markup_with_the_posts_words_is_read_whole(markup):
    (found,) = take_embeds(page(markup), PAGE_URL)
    embed = found.embed
    assert (embed.ref, embed.url) == (REF, f"https://x.com/keeper/status/{POST_ID}")
    assert (embed.author_handle, embed.author_name) == ("keeper", "The Keeper")
    assert (embed.text, embed.date) == ("The lamp stays lit.", date(2023, 4, 20))


@pytest.mark.parametrize("markup", BARE.values(), ids=BARE)
def test_markup_with_an_address_only_gives_the_post_without_words(markup):
    (found,) = take_embeds(page(markup), PAGE_URL)
    assert (found.embed.ref, found.embed.text, found.embed.date) == (REF, None, date(2023, 4, 20))


@pytest.mark.parametrize("markup", NOTHING.values(), ids=NOTHING)
def test_what_embeds_nothing_gives_nothing(markup):
    assert take_embeds(page(markup), PAGE_URL) == ()


@pytest.mark.parametrize("markup", [*WORDED.values(), *BARE.values()], ids=[*WORDED, *BARE])
def test_an_embed_leaves_its_token_behind_the_text_before_it_and_no_word(markup):
    tree = page(markup)
    (found,) = take_embeds(tree, PAGE_URL)
    assert paragraphs(tree) == [BEFORE, found.token, AFTER]
    assert TOKEN.fullmatch(found.token)
    assert (found.before, found.after) == (BEFORE, AFTER)
    assert "".join(tree.find(".//article").itertext()) == f"Harbour talks{BEFORE}{found.token}{AFTER}"


@pytest.mark.parametrize("markup", NOTHING.values(), ids=NOTHING)
def test_a_page_without_embeds_is_left_as_it_is(markup):
    tree, same = page(markup), page(markup)
    take_embeds(tree, PAGE_URL)
    assert list(tree.itertext()) == list(same.itertext())


def test_line_breaks_emoji_and_picture_links_of_a_post_are_told_apart():
    text = 'We keep the lamp lit &amp; the door open <img class="Emoji" alt="🔥"><br><br>Every night. <a href="https://t.co/a">pic.twitter.com/AbCd</a>'
    (found,) = take_embeds(page(QUOTE.replace("The lamp stays lit.", text)), PAGE_URL)
    assert found.embed.text == "We keep the lamp lit & the door open 🔥\n\nEvery night."
    assert (
        found.embed.text_found
        == "We keep the lamp lit & the door open 🔥\n\nEvery night. pic.twitter.com/AbCd"
    )
    assert found.embed.media == ("pic.twitter.com/AbCd",)


@pytest.mark.parametrize(
    "text",
    ["Watch the full interview on YouTube", "Load shedding resumes tonight", "Follow us on Instagram!"],
)
def test_a_signed_post_may_say_what_embeds_say(text):
    (found,) = take_embeds(page(QUOTE.replace("The lamp stays lit.", text)), PAGE_URL)
    assert found.embed.text == text


@pytest.mark.parametrize("text", ["Tweet may have been deleted", "This post was deleted by the Post author."])
def test_what_stands_for_a_deleted_post_is_no_text(text):
    (found,) = take_embeds(page(QUOTE.replace("The lamp stays lit.", text)), PAGE_URL)
    assert (found.embed.ref, found.embed.text) == (REF, None)


def test_a_quote_inside_a_quote_is_one_embed_with_a_quoted_one():
    outer = f'<blockquote class="twitter-tweet"><p>Hear, hear.</p>{QUOTE}— The Mayor (@mayor) <a href="https://twitter.com/mayor/status/1649000000000000000">April 20, 2023</a></blockquote>'
    (found,) = take_embeds(page(outer), PAGE_URL)
    assert (found.embed.author_handle, found.embed.text) == ("mayor", "Hear, hear.")
    assert found.embed.quoted is not None
    assert (found.embed.quoted.ref, found.embed.quoted.text) == (REF, "The lamp stays lit.")


def test_a_signed_quote_without_any_link_has_no_identity_but_words():
    (found,) = take_embeds(
        page("<blockquote><p>The lamp stays lit.</p>— The Keeper (@keeper) April 20, 2023</blockquote>"),
        PAGE_URL,
    )
    assert (found.embed.ref, found.embed.url) == (None, None)
    assert (found.embed.platform, found.embed.text) == ("x", "The lamp stays lit.")
    assert (found.embed.date, found.embed.date_text) == (date(2023, 4, 20), "April 20, 2023")


def test_a_post_shown_twice_is_one_embed_and_leaves_no_word():
    tree = page(f"{QUOTE}<p>Between the two, the council met behind closed doors.</p>{QUOTE}")
    (found,) = take_embeds(tree, PAGE_URL)
    assert found.before == BEFORE
    assert "lamp" not in "".join(tree.itertext())


def test_two_posts_in_a_row_keep_their_order():
    other = QUOTE.replace(POST_ID, "1649000000000000000")
    tree = page(QUOTE + other)
    first, second = take_embeds(tree, PAGE_URL)
    assert paragraphs(tree) == [BEFORE, first.token, second.token, AFTER]
    assert (first.before, second.before) == (BEFORE, BEFORE)


def test_an_embed_between_lines_of_plain_text_keeps_its_place():
    tree = page(f"<div>The first line of the story.<br><br>{QUOTE}<br>The second line of the story.</div>")
    (found,) = take_embeds(tree, PAGE_URL)
    words = " ".join("".join(tree.itertext()).split())
    assert f"first line of the story.{found.token}" in words
    assert words.index(found.token) < words.index("The second line")


def test_an_embed_before_all_text_stands_before_the_first_paragraph():
    markup = parse(
        f"<article><header><h1>Harbour talks</h1></header><div>{QUOTE}<p>{AFTER}</p></div></article>"
    )
    assert markup is not None
    (found,) = take_embeds(markup.tree, PAGE_URL)
    assert paragraphs(markup.tree) == [found.token, AFTER]


def test_the_words_of_a_pictured_post_come_from_its_alternative_text():
    markup = f'<div class="social-embed"><a href="{POST_URL}"><img src="x.png" alt="Twitter post by @keeper: The lamp stays lit."></a></div>'
    (found,) = take_embeds(page(markup), PAGE_URL)
    assert (found.embed.ref, found.embed.text) == (REF, "The lamp stays lit.")


def state(article, rest="{}"):
    return f'<script id="__NEXT_DATA__" type="application/json">{{"props":{{"article":{article},"rest":{rest}}}}}</script>'


OWN = '{"headline":"Harbour talks go on for long","url":"https://harbour.example/talks","blocks":[{"text":"The two harbour towns went on talking."},{"type":"tweet","url":"%s"},{"text":"A further meeting is planned for then."}]}'
OTHER = '{"headline":"Another story altogether, elsewhere","url":"https://harbour.example/other-story","blocks":[{"url":"%s"}]}'


def test_state_in_a_string_of_a_program_is_read():
    told = json.dumps(json.dumps({"article": json.loads(OWN % POST_URL)}))
    (found,) = take_embeds(page(f"<script>window.__DATA__={told};</script>"), PAGE_URL)
    assert found.embed.ref == REF


@pytest.mark.parametrize("cut", [5, 60, 200])
def test_state_that_is_streamed_in_pieces_is_read(cut):
    row = "1:I[12,[]]\n5:" + json.dumps(["$", "$L6", None, {"article": json.loads(OWN % POST_URL)}]) + "\n"
    scripts = "".join(
        f"<script>self.__next_f.push([1,{json.dumps(piece)}])</script>" for piece in (row[:cut], row[cut:])
    )
    (found,) = take_embeds(page(scripts), PAGE_URL)
    assert found.embed.ref == REF


def test_a_post_in_the_state_of_this_article_is_found_with_its_neighbours():
    (found,) = take_embeds(page(state(OWN % POST_URL)), PAGE_URL)
    assert (found.embed.ref, found.embed.method) == (REF, "state")
    assert found.before == "The two harbour towns went on talking."
    assert found.after == "A further meeting is planned for then."


@pytest.mark.parametrize(
    "script",
    [
        state(OTHER % POST_URL),
        state(OWN % "https://harbour.example/picture.jpg", OTHER % POST_URL),
        state(OWN.replace('"blocks"', '"related"') % POST_URL),
        state("{}", f'{{"latest":["{POST_URL}"]}}'),
    ],
)
def test_a_post_in_the_state_of_another_article_gives_nothing(script):
    assert take_embeds(page(script), PAGE_URL) == ()


def test_the_state_completes_what_the_markup_leaves_open():
    quote = QUOTE.replace('"', '\\"').replace("</", "<\\/")
    script = f'<script>window.__STATE__ = {{"embeds":[{{"html":"{quote}","x":undefined}}]}};</script>'
    (found,) = take_embeds(page(f'<div data-tweet-id="{POST_ID}"></div>{script}'), PAGE_URL)
    assert (found.embed.method, found.embed.text) == ("data", "The lamp stays lit.")


def test_a_post_linked_in_the_text_is_given_with_its_words_and_their_place():
    tree = page(f'<p>On the day she wrote, <a href="{POST_URL}">as she wrote</a>, that it is lit.</p>')
    assert take_embeds(tree, PAGE_URL) == ()
    (link,) = linked_posts(tree, PAGE_URL)
    assert (link.embed.ref, link.embed.method) == (REF, "linked")
    assert link.block_text[link.offset :].startswith("as she wrote, that")
    assert link.anchor_text == "as she wrote"


def test_links_that_share_follow_or_stand_outside_the_text_link_no_post():
    tree = page(
        f'<p><a href="https://twitter.com/keeper">K</a></p><footer><a href="{POST_URL}">Post</a></footer>'
    )
    assert linked_posts(tree, PAGE_URL) == ()


@pytest.mark.parametrize(
    "reviewed",
    [
        {
            "@type": "Claim",
            "appearance": {"@type": "CreativeWork", "url": POST_URL},
            "author": {"name": "The Keeper"},
        },
        {
            "@type": "Claim",
            "appearance": [POST_URL, "https://harbour.example"],
            "author": [{"name": "The Keeper"}],
        },
        {"@type": "SocialMediaPosting", "url": POST_URL, "author": "The Keeper"},
        [{"@type": "CreativeWork", "sameAs": [POST_URL], "author": {"name": "The Keeper"}}],
    ],
)
def test_a_claim_review_names_the_post_that_it_reviewed(reviewed):
    (embed,) = claim_review_posts(
        [{"@type": ["ClaimReview"], "url": "https://harbour.example", "itemReviewed": reviewed}]
    )
    assert (embed.ref, embed.method, embed.author_name) == (REF, "claimreview", "The Keeper")


def test_other_objects_name_no_reviewed_post():
    assert claim_review_posts([{"@type": "NewsArticle", "sameAs": POST_URL}, {"@type": "ClaimReview"}]) == ()


PIECES = st.sampled_from(
    [QUOTE, SIGNED, "<blockquote>", "</blockquote>", "<p>", "</div>", "<div class='tweet' data-attrs='{", "<template>",
     "<script type='application/json'>{\"url\":", "</script>", f'data-url="{POST_URL}"', POST_URL, "(@", "— ", "\ufffd",
     "<iframe srcdoc='<blockquote class=twitter-tweet>'>", "<amp-twitter data-tweetid=>", "<figure><li><table>", "&lt;",
     '<div data-html="%3Cblockquote', *list(WORDED.values())[:4], *list(BARE.values())[:6], *NOTHING.values()]
)  # fmt: skip


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=10))
def test_no_markup_makes_the_reader_raise_and_every_token_is_in_the_tree_once(pieces):
    markup = parse("<p>Before it all.</p>" + "".join(pieces) + "<p>After it all.</p>")
    assert markup is not None
    found = take_embeds(markup.tree, PAGE_URL)
    linked_posts(markup.tree, PAGE_URL)
    text = "".join(markup.tree.itertext())
    stated = [one for one in found if one.embed.method == "state"]
    assert all(text.count(one.token) == 1 for one in found if one not in stated)


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 5000 + QUOTE,
        "<blockquote>" * 300 + SIGNED,
        f'<div data-html="{"&lt;blockquote class=twitter-tweet&gt;" * 40000}"></div>',
        f'<div data-attrs="{"[" * 100000}twitter"></div>',
        f"<script type='application/json'>{'[' * 100000}\"https://twitter.com/a/status/1\"</script>",
        f'<blockquote class="twitter-tweet"><p>{"(@a " * 50000}</p></blockquote>',
        f'<blockquote>{"— (@" * 50000}</blockquote>',
        f"<p>{'https://twitter.com/' * 20000}</p>",
        f'<div class="{"related-" * 20000}">{QUOTE}</div>',
        f'<div class="tweet" data-x="twitter">{"<a href=https://twitter.com/a/status/1>x</a>" * 3000}</div>',
    ],
    ids=["deep", "quotes", "attribute", "attribute JSON", "script JSON", "handles", "dashes", "URL", "class", "links"],
)  # fmt: skip
def test_huge_markup_is_read_within_bounds(markup):
    assert len(take_embeds(page(markup), PAGE_URL)) <= 500


def test_a_live_blog_of_thousands_of_posts_keeps_no_word_of_them():
    posts = "".join(
        QUOTE.replace(POST_ID, str(int(POST_ID) + number)).replace("stays", f"is {number} years old and")
        for number in range(2500)
    )
    tree = page(posts)
    assert len(take_embeds(tree, PAGE_URL)) == 2500
    assert "years old" not in "".join(tree.itertext())


def test_what_substack_tells_of_a_quoted_post_is_the_quoted_one():
    told = escape(
        f'{{"url": "{POST_URL}", "full_text": "Look at this.", "username": "keeper",'
        ' "quoted_tweet": {"full_text": "The lamp is out.", "username": "mayor", "name": "The Mayor"}}'
    )
    (found,) = take_embeds(page(f'<div class="tweet" data-attrs="{told}"></div>'), PAGE_URL)
    quoted = found.embed.quoted
    assert (found.embed.text, quoted.text, quoted.author_handle) == (
        "Look at this.",
        "The lamp is out.",
        "mayor",
    )


def test_a_paragraph_beside_a_box_that_asks_for_consent_stays():
    box = f"<section><p>{AFTER}</p><p>Ein externer Inhalt von X, mit Ihrer Einwilligung.</p>{QUOTE}</section>"
    tree = page(box)
    take_embeds(tree, PAGE_URL)
    assert "".join(tree.itertext()).count(AFTER) == 2


@pytest.mark.parametrize("name", ["embed", "social-embed", "tweet-wrap"])
def test_flattened_posts_lose_the_box_that_extractors_would_drop(name):
    tree = page(
        f'<div class="{name}"><p>The lamp stays lit.</p><p>— The Keeper (@keeper) April 20, 2023</p></div>'
    )
    take_embeds(tree, PAGE_URL)
    assert not tree.find_class(name)


def test_boxes_without_a_signature_keep_their_names():
    tree = page('<div class="social-links"><p>The Keeper (@keeper) writes about lamps.</p></div>')
    take_embeds(tree, PAGE_URL)
    assert len(tree.find_class("social-links")) == 1


@pytest.mark.parametrize(
    "markup",
    [
        '<div class="fb-comments" data-href="https://www.facebook.com/keeper/posts/1234567890123456"></div>',
        '<div class="fb-like" data-href="https://www.facebook.com/keeper/posts/1234567890123456"></div>',
        '<iframe src="https://www.facebook.com/plugins/like.php?href=https%3A%2F%2Ffb.com%2Fk%2Fposts%2F123456789"></iframe>',
    ],
    ids=["comments", "like", "like in a frame"],
)
def test_what_comments_on_a_post_or_likes_it_does_not_embed_it(markup):
    assert take_embeds(page(markup), PAGE_URL) == ()


def test_a_picture_that_leads_to_a_post_links_it():
    tree = page(f'<figure><a href="{POST_URL}"><img alt="Screenshot" src="shot.png"></a></figure>')
    assert take_embeds(tree, PAGE_URL) == ()
    assert [link.embed.ref for link in linked_posts(tree, PAGE_URL)] == [REF]


def test_a_japanese_instagram_embed_tells_its_author_and_no_text():
    markup = (
        '<blockquote class="instagram-media" data-instgrm-permalink="https://www.instagram.com/p/CqAbCdEfGhI/">'
        '<a href="https://www.instagram.com/p/CqAbCdEfGhI/">この投稿をInstagramで見る</a>'
        "<p>The Keeper(@the.keeper)がシェアした投稿</p></blockquote>"
    )
    (found,) = take_embeds(page(markup), PAGE_URL)
    assert (found.embed.author_handle, found.embed.text) == ("the.keeper", None)


@pytest.mark.parametrize(
    "known", [f'data-tweet-id="{POST_ID}"', 'sandbox=""'], ids=["with its id", "without"]
)
def test_the_words_of_a_post_in_a_frame_that_a_browser_saved_are_read(known):
    inner = (
        '<html><body><article role="article"><a href="https://twitter.com/keeper">The Keeper</a>'
        '<div lang="en" dir="ltr">The lamp stays lit.</div>'
        f'<a href="{POST_URL}?ref_src=x">9:21 AM</a></article></body></html>'
    )
    (found,) = take_embeds(page(f'<iframe {known} srcdoc="{escape(inner)}"></iframe>'), PAGE_URL)
    assert (found.embed.ref, found.embed.text, found.embed.author_handle) == (
        REF,
        "The lamp stays lit.",
        "keeper",
    )
