"""Runs in the peers' environment: what each extractor makes of the pages, as JSON lines on stdout.

python benchmarks/reading_peers.py SAMPLES
"""

import json
import logging
import re
import sys
from pathlib import Path

logging.disable(logging.CRITICAL)


def main(samples):
    for tool, read in tools():
        for row in map(json.loads, (samples / "pages.jsonl").open()):
            body = (samples / row["file"]).read_bytes()
            try:
                found = read(body.decode("utf-8", "replace"), row["url"])
            except Exception as error:  # noqa: BLE001 - a peer may fail in any way; that is its result
                found = {"text": "", "ids": [], "error": repr(error)[:200]}
            print(json.dumps({"tool": tool, "file": row["file"], **found}))


def tools():
    for name, make in (
        ("trafilatura", trafilatura),
        ("newspaper4k", newspaper),
        ("goose3", goose),
        ("readability-lxml", readability),
        ("tweetfinder", tweetfinder),
    ):
        try:
            yield name, make()
        except Exception as error:  # noqa: BLE001 - installed or not, it is told
            print(f"{name}: does not run: {error!r}"[:300], file=sys.stderr)


def ids(text):
    return sorted(set(re.findall(r"(?<!\d)\d{15,20}(?!\d)", text or "")))


def trafilatura():
    import trafilatura

    def read(html, url):
        xml = trafilatura.extract(html, url=url, output_format="xml", include_links=True) or ""
        found = trafilatura.bare_extraction(html, url=url, with_metadata=True)
        found = found.as_dict() if found else {}
        return {
            "text": trafilatura.extract(html, url=url) or "",
            "ids": ids(xml),
            "title": found.get("title"),
            "author": found.get("author"),
            "day": found.get("date"),
        }

    return read


def newspaper():
    import newspaper

    def read(html, url):
        article = newspaper.Article(url, fetch_images=False)
        article.download(input_html=html)
        article.parse()
        day = article.publish_date
        return {
            "text": article.text,
            "ids": ids(article.article_html) or ids(article.text),
            "title": article.title,
            "author": "; ".join(article.authors),
            "day": day.date().isoformat() if day else None,
        }

    return read


def goose():
    import goose3

    extractor = goose3.Goose({"enable_image_fetching": False})

    def read(html, url):
        article = extractor.extract(url=url, raw_html=html)
        return {
            "text": article.cleaned_text,
            "ids": ids(" ".join(map(str, article.tweets))),
            "title": article.title,
            "author": "; ".join(article.authors),
            "day": (article.publish_date or "")[:10],
        }

    return read


def readability():
    from lxml import html as lxml_html
    from readability import Document

    def read(html, url):
        document = Document(html, url=url)
        summary = document.summary()
        text = lxml_html.fromstring(summary).text_content()
        return {"text": text, "ids": ids(summary), "title": document.short_title()}

    return read


def tweetfinder():
    import tweetfinder

    def read(html, url):
        article = tweetfinder.Article(url=url, html=html)
        return {"text": "", "ids": ids(json.dumps(article.list_embedded_tweets(), default=str))}

    return read


if __name__ == "__main__":
    main(Path(sys.argv[1]))
