"""Pages in the shapes that content systems give embeds, all about one invented post."""

import base64
import json
from html import escape
from urllib.parse import quote

from scrapers.articles.markup import parse

PAGE_URL = "https://harbour.example/talks"
POST_ID = "1648999000000000000"
POST_URL = f"https://twitter.com/keeper/status/{POST_ID}"
BEFORE = "The two harbour towns went on talking on Thursday."
AFTER = "A further meeting is planned for next week."
SIGNED = f'&mdash; The Keeper (@keeper) <a href="{POST_URL}">April 20, 2023</a>'
QUOTE = (
    f'<blockquote class="twitter-tweet"><p lang="en" dir="ltr">The lamp stays lit.</p>{SIGNED}</blockquote>'
)
FRAME = f"https://platform.twitter.com/embed/Tweet.html?dnt=true&amp;id={POST_ID}"
CODED = base64.b64encode(QUOTE.encode()).decode()
SUBSTACK = escape(
    json.dumps(
        {
            "url": f"{POST_URL}?s=20",
            "full_text": "The lamp stays lit.",
            "username": "keeper",
            "name": "The Keeper",
            "date": "2023-04-20T10:00:00.000Z",
            "quoted_tweet": {},
        }
    )
)

WORDED = {
    "blockquote": QUOTE,
    "video": QUOTE.replace("twitter-tweet", "twitter-video"),
    "no class": QUOTE.replace(' class="twitter-tweet"', ""),
    "no class, all in one paragraph": f"<blockquote><p>The lamp stays lit. {SIGNED}</p></blockquote>",
    "inside a plain quote": f"<blockquote>{QUOTE}</blockquote>",
    "double dash": QUOTE.replace("&mdash;", "--"),
    "hyphen": QUOTE.replace("&mdash;", "-"),
    "in French": QUOTE.replace("April 20, 2023", "20 avril 2023"),
    "in Japanese": QUOTE.replace("April 20, 2023", "2023年4月20日"),
    "in Arabic": QUOTE.replace("April 20, 2023", "\u200fأبريل 20, 2023"),
    "from the Wayback Machine": QUOTE.replace(
        '"https://t', '"https://web.archive.org/web/20230421000000/https://t'
    ),
    "paragraphs without a quote": f"<p>The lamp stays lit.</p><p>{SIGNED}</p>",
    "division without a quote": f'<div class="t"><p lang="en">The lamp stays lit.</p>{SIGNED}</div>',
    "Substack": f'<div class="tweet" data-attrs="{SUBSTACK}"></div>',
    "srcdoc": f'<iframe srcdoc="{escape(QUOTE)}"></iframe>',
    "consent attribute": f'<div class="consent" data-html="{escape(QUOTE)}"><p>Allow Twitter content?</p></div>',
    "twice escaped": f'<div class="consent" data-html="{escape(escape(QUOTE))}"></div>',
    "percent signs": f'<div class="consent" data-html="{quote(QUOTE)}"></div>',
    "base64 attribute": f'<div class="consent" data-html="{CODED}"></div>',
    "base64 script": f'<script type="text/template">{CODED}</script>',
    "plain script": f'<script type="text/plain">{QUOTE}</script>',
    "escaped script": f'<script type="text/template">{escape(QUOTE)}</script>',
    "program": '<script>show("{}");</script>'.format(QUOTE.replace('"', '\\"').replace("</", "<\\/")),
    "template": f"<template>{QUOTE}</template>",
    "noscript": f'<div class="lazy"></div><noscript>{QUOTE}</noscript>',
    "textarea": f'<textarea style="display:none">{escape(QUOTE)}</textarea>',
    "WordPress": f'<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">{QUOTE}</div></figure>',
    "commented out until consent": f'<div class="twitter-consent"><!-- {QUOTE} --></div>',
    "box that asks, unnamed": (
        "<div><div><h2>Empfohlener Inhalt</h2><p>Hier finden Sie einen externen Inhalt, der erst nach Ihrer"
        f" Einwilligung geladen wird.</p></div><template>{QUOTE}</template></div>"
    ),
    "JSON with HTML and a block's number": (
        f'<div data-v="{escape(json.dumps({"type": "twitter", "id": 77, "html": QUOTE}))}"></div>'
    ),
    "Substack, rendered": (
        f'<div class="tweet" data-attrs="{SUBSTACK}"><a href="{POST_URL}"><div>The Keeper</div></a></div>'
    ),
    "custom element": f'<post-island data-component="tweet">{QUOTE}</post-island>',
    "wrapper with data": f'<div class="tweet-embed" data-url="{POST_URL}">{QUOTE}</div>',
    "data and noscript": f'<div data-oembed-url="{POST_URL}"></div><noscript>{QUOTE}</noscript>',
}
"""Markup that holds the post's words, author and date."""

BARE = {
    "only a link": f'<blockquote class="twitter-tweet"><a href="{POST_URL}"></a></blockquote>',
    "deleted": f'<blockquote class="twitter-tweet"><p>Tweet may have been deleted</p><a href="{POST_URL}"></a></blockquote>',
    "tweet id": f'<div data-tweet-id="{POST_ID}"></div>',
    "embed id": f'<div class="component js-embed-twitter" data-embed-id="{POST_ID}"></div>',
    "data-url": f'<div data-url="{POST_URL}"></div>',
    "oembed": f'<div data-oembed-url="{POST_URL}"><p>Loading tweet</p></div>',
    "data-href": f'<section data-href="{POST_URL}"></section>',
    "data-src": f'<div data-src="{POST_URL}"></div>',
    "frame": f'<iframe src="{FRAME}"></iframe>',
    "lazy frame": f'<iframe src="about:blank" data-lazy-src="{FRAME}"></iframe>',
    "waiting frame": f'<iframe data-src="{FRAME}"></iframe>',
    "cookie frame": f'<iframe data-cookieblock-src="{FRAME}"></iframe>',
    "frame of a service": f'<iframe src="https://cdn.iframe.ly/api/iframe?url={quote(POST_URL, safe="")}"></iframe>',
    "rendered widget": f'<div class="twitter-tweet-rendered"><iframe data-tweet-id="{POST_ID}" src="x.htm"></iframe></div>',
    "AMP": f'<amp-twitter data-tweetid="{POST_ID}" width="1" height="1"></amp-twitter>',
    "AMP with a URL": f'<amp-twitter data-tweetid="{POST_URL}"></amp-twitter>',
    "WordPress, bare": f'<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">\n{POST_URL}\n</div></figure>',
    "URL alone": f"<p>{POST_URL}</p>",
    "URL alone, linked": f'<p><a href="{POST_URL}">{POST_URL}</a></p>',
    "named provider": f'<div data-provider="Twitter" data-id="{POST_ID}"></div>',
    "embetty": f'<embetty-tweet status="{POST_ID}"></embetty-tweet>',
    "JSON with a type": f'<div data-v="{escape(json.dumps({"type": "twitter", "id": POST_ID}))}"></div>',
    "shortened link alone": f'<p><a href="{POST_URL}">twitter.com/keeper/status/16489…</a></p>',
    "named component": f'<div data-component="social-embed"><a href="{POST_URL}">View original tweet on Twitter</a></div>',
    "shortcode": f"<p>[embed]{POST_URL}[/embed]</p>",
    "shortcode with its name": f"<p>[tweet {POST_URL} align='center']</p>",
    "card": f'<p><a class="embedly-card" href="{POST_URL}">The Keeper</a></p>',
    "quote that a card replaces": (
        f'<blockquote class="embedly-card"><h4><a href="{POST_URL}">The Keeper</a></h4></blockquote>'
    ),
    "attribute of a consent manager": f'<div uc-src="{FRAME}"></div>',
    "consent manager's frame": f'<iframe consent-original-src-_="{FRAME}"></iframe>',
    "underscores": f'<div class="tweet_embed" data-id="{POST_ID}"></div>',
    "opt-in with a widget": (
        f'<a-opt-in embed-content="&lt;embetty-tweet status=&quot;{POST_ID}&quot;&gt;&lt;/embetty-tweet&gt;"></a-opt-in>'
    ),
    "the BBC's box before consent": (
        '<div data-component="social-embed"><p>Allow <b>Twitter</b> content?</p><p>This article contains content'
        " provided by Twitter. We ask for your permission, as they may use cookies.</p><noscript>"
        f'<a href="{POST_URL}">View original tweet on Twitter</a></noscript>'
        "<p>End of Twitter post by The Keeper</p></div>"
    ),
    "fallback link": f'<div class="social-embed"><a href="{POST_URL}"><img alt="" src="shot.png"></a></div>',
}
"""Markup that holds its address only."""

NOTHING = {
    "share button": f'<div class="share" data-url="{POST_URL}"><a href="https://twitter.com/intent/tweet?url=x">Tweet</a></div>',
    "follow button": '<a class="twitter-follow-button" href="https://twitter.com/keeper">Follow</a>',
    "timeline": '<a class="twitter-timeline" href="https://twitter.com/keeper">Tweets by keeper</a>',
    "latest posts": f'<div class="twitter-feed"><div class="tweet"><a href="{POST_URL}">2 hours ago</a></div></div>',
    "footer": f"<footer>{QUOTE}</footer>",
    "navigation": f"<nav>{QUOTE}</nav>",
    "related stories": f'<div class="related-articles"><div class="card" data-url="{POST_URL}"><p>Other</p></div></div>',
    "readers' comments": f'<div id="comments"><p>{POST_URL}</p></div>',
    "ordinary quote": "<blockquote><p>We shall see, he said - John (the keeper) in 2023</p></blockquote>",
    "quote with a profile": '<blockquote><p>Well.</p><a href="https://twitter.com/keeper">@keeper</a></blockquote>',
    "link in the text": f'<p>She <a href="{POST_URL}">wrote on Twitter</a> that it is lit.</p>',
    "link with own words": f'<p><a href="{POST_URL}">Read the whole post here</a></p>',
    "picture": f'<img data-src="{POST_URL}" alt="Lamp">',
    "counter of clicks": f'<div data-gtm="{escape(json.dumps({"link": POST_URL}))}"></div>',
    "address to share in JSON": f'<div data-v="{escape(json.dumps({"shareUrl": POST_URL}))}"></div>',
    "remark in a program": f"<script>/* for example {QUOTE} */ function show(post) {{ return post }}</script>",
    "list of sources": f'<ul><li><a href="{POST_URL}">{POST_URL}</a></li><li>The archive of the town.</li></ul>',
    "comment": f"<!-- {QUOTE} -->",
    "short number in JSON": f'<div data-v="{escape(json.dumps({"type": "twitter", "id": 77}))}"></div>',
    "shortcode that shares": "<p>[share https://twitter.com/intent/tweet?url=x]</p>",
    "link element": f'<link rel="canonical" href="{POST_URL}">',
}
"""Markup that names a post, or looks like one, and embeds none."""


def page(middle):
    """A tree of an article with something between its two paragraphs."""
    markup = parse(
        f"<html><head><title>Harbour talks</title></head><body><main><article><h1>Harbour talks</h1>"
        f"<p>{BEFORE}</p>{middle}<p>{AFTER}</p></article></main></body></html>"
    )
    assert markup is not None
    return markup.tree
