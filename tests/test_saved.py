"""Saved and replayed pages become the pages that they were."""

import base64
import gzip
import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linker.records import Page, Problem
from scrapers.saved.files import pages_of
from scrapers.saved.replays import as_original
from scrapers.saved.warcs import records

URL = "https://courier.example/news/storm-alva"
STORM = (Path(__file__).parent / "fixtures/articles/storm.html").read_bytes()
APRIL = datetime(2023, 4, 20, 19, 0, 5, tzinfo=UTC)


def only(pages):
    (page,) = pages
    assert isinstance(page, Page), page
    return page


def warc(*bodies, compress=True, **more):
    pack = gzip.compress if compress else bytes
    return b"".join(pack(_record(body, **more)) for body in bodies)


def _record(body, url=URL, content_type="text/html; charset=utf-8", encoding=None, transfer=None):
    headers = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\n"
    headers += f"Content-Encoding: {encoding}\r\n" if encoding else ""
    headers += f"Transfer-Encoding: {transfer}\r\n" if transfer else ""
    block = headers.encode() + b"\r\n" + body
    about = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2023-04-20T19:00:05Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return about.encode() + block + b"\r\n\r\n"


def mhtml(html, frame=b""):
    return f"""From: <Saved by Blink>
Snapshot-Content-Location: {URL}
Subject: Storm
Date: Thu, 20 Apr 2023 19:00:05 -0000
MIME-Version: 1.0
Content-Type: multipart/related;
\ttype="text/html";
\tboundary="----B----"

------B----
Content-Type: text/html
Content-ID: <frame-1@mhtml.blink>
Content-Transfer-Encoding: base64
Content-Location: {URL}

{base64.encodebytes(html).decode()}
------B----
Content-Type: text/html
Content-ID: <frame-2@mhtml.blink>
Content-Transfer-Encoding: base64
Content-Location: https://platform.twitter.com/embed/Tweet.html?id=1649112233445566778

{base64.encodebytes(frame).decode()}
------B------
""".replace("\n", "\r\n").encode()


def test_plain_html_is_one_page_under_the_given_address():
    page = only(pages_of(URL, STORM))
    assert (page.url, page.body, page.captured_at) == (URL, STORM, None)


def test_a_warc_gives_its_html_pages_with_their_capture_time():
    page = only(pages_of("storm.warc.gz", warc(STORM)))
    assert (page.url, page.status, page.body, page.captured_at) == (URL, 200, STORM, APRIL)


def test_pictures_in_a_warc_are_no_pages():
    (problem,) = pages_of("x.warc", warc(b"\x89PNG", content_type="image/png"))
    assert (problem.kind, problem.subject) == ("no article", "x.warc")


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd", "deflate"])
def test_bodies_in_a_warc_lose_their_content_encoding(encoding):
    import zlib

    import brotli
    import zstandard

    packed = {
        "gzip": gzip.compress,
        "br": brotli.compress,
        "zstd": zstandard.compress,
        "deflate": zlib.compress,
    }[encoding](STORM)
    assert only(pages_of("x.warc", warc(packed, encoding=encoding))).body == STORM


def test_a_body_that_was_stored_decoded_is_kept_as_it_is():
    assert only(pages_of("x.warc", warc(STORM, encoding="gzip"))).body == STORM


def test_a_warc_compressed_as_a_whole_is_read():
    whole = gzip.compress(warc(STORM, STORM, compress=False))
    assert [page.body for page in pages_of("x.warc.gz", whole)] == [STORM, STORM]


def test_a_truncated_warc_gives_what_it_holds_and_a_problem():
    found = list(records(io.BytesIO(warc(STORM, STORM)[:-900]), "x.warc.gz"))
    kinds = [item.kind for item in found if isinstance(item, Problem)]
    bodies = [item.body for item in found if isinstance(item, Page)]
    assert bodies[0] == STORM
    assert STORM.startswith(bodies[1])
    assert kinds == ["truncated", "damaged"]


def test_records_after_a_damaged_one_are_read():
    one = warc(STORM)
    broken = one[:400] + b"\0" * 60 + one[460:]
    found = list(records(io.BytesIO(one + broken + one), "x.warc.gz"))
    assert [item.body for item in found if isinstance(item, Page)].count(STORM) == 2
    assert any(isinstance(item, Problem) and item.kind == "damaged" for item in found)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"WARC/1.0\r\n" + b"a: b\r\n" * 100_000, "damaged"),
        (b"WARC/1.0\r\n" + b"a" * 5_000_000, "damaged"),
        (b"\0" * 1_000_000, "damaged"),
        (gzip.compress(b"WARC/1.0\r\n" + b"a" * 50_000_000), "damaged"),
    ],
    ids=["endless headers", "an endless line", "zeros", "a bomb"],
)
def test_a_hostile_warc_is_a_problem(body, kind):
    assert [item.kind for item in records(io.BytesIO(body), "x.warc")] == [kind]


def test_many_small_chunks_are_one_body():
    chunked = b"".join(b"1\r\n%c\r\n" % byte for byte in STORM) + b"0\r\n\r\n"
    assert only(pages_of("x.warc", warc(chunked, transfer="chunked"))).body == STORM


def test_a_wacz_gives_the_pages_of_its_warcs():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("archive/data.warc.gz", warc(STORM))
        archive.writestr("pages/pages.jsonl", "{}")
    assert only(pages_of("storm.wacz", out.getvalue())).body == STORM


def test_a_zip_without_a_warc_is_a_problem_that_says_so():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "a")
    assert "zip file without a WARC" in next(pages_of("a.zip", out.getvalue())).message


def test_mhtml_gives_the_page_with_its_frames_addresses():
    frame = b"<html><body>a tweet</body></html>"
    html = STORM.replace(b"</article>", b'<iframe src="cid:frame-2@mhtml.blink"></iframe></article>')
    page = only(pages_of("storm.mhtml", mhtml(html, frame)))
    assert (page.url, page.captured_at) == (URL, APRIL)
    assert b'<iframe src="https://platform.twitter.com/embed/Tweet.html?id=1649112233445566778">' in page.body


def test_a_single_file_copy_tells_its_address_and_time():
    head = (
        b"<!DOCTYPE html> <html><!--\n Page saved with SingleFile \n url: " + URL.encode() + b" \n"
        b" saved date: Thu Apr 20 2023 21:00:05 GMT+0200 (Central European Summer Time)\n-->"
    )
    page = only(pages_of("storm.html", head + STORM))
    assert (page.url, page.captured_at) == (URL, APRIL)


def test_a_browsers_saved_from_note_gives_the_address():
    page = only(pages_of("storm.html", b"<!-- saved from url=(0039)" + URL.encode() + b" -->\n" + STORM))
    assert page.url == URL


WAYBACK = b"""<!DOCTYPE html><html><head>
<script type="text/javascript">__wm.init("https://web.archive.org/web");</script>
<script>__wm.wombat("https://courier.example/news/storm-alva","20230420190005","https://web.archive.org/","web");</script>
<!-- End Wayback Rewrite JS Include -->
<link rel="canonical" href="https://web.archive.org/web/20230420190005/https://courier.example/news/storm-alva">
</head><body><!-- BEGIN WAYBACK TOOLBAR INSERT --><div id="wm-ipp">12 captures</div><!-- END WAYBACK TOOLBAR INSERT -->
<p>Water. <a href="/web/20230420190005/https://twitter.com/mayorpark/status/1649112233445566778">post</a>
<img src="//web.archive.org/web/20230420190005im_/https://courier.example/a.jpg"></p>
<script>var a = "https:\\/\\/web.archive.org\\/web\\/20230420190005\\/https:\\/\\/courier.example\\/b";</script>
</body></html><!-- FILE ARCHIVED ON 19:00:05 Apr 20, 2023 AND RETRIEVED FROM THE INTERNET ARCHIVE -->"""


def test_a_wayback_copy_becomes_the_original():
    page = only(pages_of("copy.html", WAYBACK))
    assert (page.url, page.captured_at) == (URL, APRIL)
    assert page.archive_url == "https://web.archive.org/web/20230420190005/" + URL
    assert b"12 captures" not in page.body
    assert b'href="https://twitter.com/mayorpark/status/1649112233445566778"' in page.body
    assert b'src="https://courier.example/a.jpg"' in page.body
    assert b'"https:\\/\\/courier.example\\/b"' in page.body


def test_a_replayed_address_is_enough_to_unwrap_a_page():
    address = f"https://arquivo.example/wayback/20230420190005/{URL}"
    page = Page(url=address, final_url=address, status=200, fetched_at=datetime.now(UTC), body=b"<p>x</p>")
    original = as_original(page)
    assert (original.url, original.archive_url, original.captured_at) == (URL, address, APRIL)


TODAY = b"""<!DOCTYPE html><html><head><link rel="canonical" href="https://archive.ph/2023.04.20-190005/https://courier.example/news/storm-alva">
<meta property="og:url" content="https://archive.ph/AbCd1"></head><body><center><div id="HEADER"><form action="https://archive.ph/submit/">
<input name="q" value="https://courier.example/news/storm-alva"></form>webpage capture</div><div id="SOLID"><div id="CONTENT">
<p>Water. <a href="https://archive.ph/o/AbCd1/https://twitter.com/mayorpark/status/1649112233445566778">post</a></p></div></div></body></html>"""


def test_an_archive_today_copy_becomes_the_original():
    page = only(pages_of("copy.html", TODAY))
    assert (page.url, page.captured_at) == (URL, APRIL)
    assert page.archive_url == "https://archive.ph/2023.04.20-190005/" + URL
    assert b"webpage capture" not in page.body
    assert b'content="https://archive.ph/AbCd1"' not in page.body
    assert b'href="https://twitter.com/mayorpark/status/1649112233445566778"' in page.body


def test_an_article_that_links_to_an_archive_is_no_copy():
    linking = STORM.replace(b"council papers", b'<a href="https://archive.ph/AbCd1">council papers</a>')
    assert only(pages_of("storm.html", linking)).archive_url is None


def test_gzipped_html_is_unpacked():
    assert only(pages_of("storm.html.gz", gzip.compress(STORM))).body == STORM


@given(
    st.one_of(st.binary(max_size=400), st.sampled_from([warc(STORM), mhtml(STORM), WAYBACK, TODAY])),
    st.data(),
)
def test_no_bytes_make_reading_a_file_raise(body, data):
    cut = data.draw(st.integers(0, len(body)))
    junk = data.draw(st.binary(max_size=20))
    for item in pages_of("any", body[:cut] + junk + body[cut + len(junk) :]):
        assert isinstance(item, Page | Problem)
