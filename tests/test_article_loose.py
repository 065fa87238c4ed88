"""Prose that stands loose in a box of a page, cut by links, is read as the paragraphs that a reader sees."""

import pytest
from lxml.html import document_fromstring, tostring

from linker.records import Page
from scrapers.articles.loose import gather_loose, join_initials
from scrapers.articles.reading import read_page
from tests.stored import NOW

LOOSE = """<html><head><title>Bridge of Veldmoor stays shut</title></head><body><article>
<h1>Bridge of Veldmoor stays shut</h1><div class="story">VELDMOOR: <a href="/topic/bridge">The harbour
bridge</a> of the town stays shut until spring, the mayor <b>Anna Brandt</b> told the council on Monday
evening.<br/>Engineers of <a href="/topic/port">the port</a>'s own office had found cracks in two of its
piers, of which nobody had known before the storm.<div class="poll"><span>Vote</span></div>A ferry carries
people over the water from Tuesday on, every half hour, as it did when <a href="/x">the bridge</a> was
built.<br><br>It costs nothing, the council said, and takes bicycles too.</div></article></body></html>"""

PARAGRAPHS = (
    (
        "VELDMOOR: The harbour bridge of the town stays shut until spring, the mayor Anna Brandt told the council"
        " on Monday evening."
    ),
    (
        "Engineers of the port's own office had found cracks in two of its piers, of which nobody had known"
        " before the storm."
    ),
    (
        "A ferry carries people over the water from Tuesday on, every half hour, as it did when the bridge was"
        " built."
    ),
    "It costs nothing, the council said, and takes bicycles too.",
)


def gathered(markup):
    tree = document_fromstring(markup)
    gather_loose(tree)
    return tostring(tree, encoding="unicode")


def test_links_do_not_cut_loose_sentences():
    url = "https://veldmoor.example/bridge"
    page = Page(url=url, final_url=url, status=200, fetched_at=NOW, body=LOOSE.encode())
    assert read_page(page).article.paragraphs == PARAGRAPHS


def test_nothing_is_lost_and_nothing_is_gathered_twice():
    def words(markup):
        return " ".join("".join(document_fromstring(markup).itertext()).split())

    once = gathered(LOOSE)
    assert words(once).replace(" ", "") == words(LOOSE).replace(" ", "")
    assert gathered(once) == once
    assert once.count("<p>") == 4


def test_a_word_that_may_be_broken_is_not_cut():
    sentence = (
        "On Monday evening the mayor of the oldest town on this whole coast told "
        '<a href="/x">the council</a> that its auto<wbr>mobile had'
        " been <del>stolen</del> borrowed, and that she was glad to have it back."
    )
    tree = document_fromstring(f"<div>{sentence}</div>")
    whole = tree.text_content()
    gather_loose(tree)
    assert [each.text_content() for each in tree.iter("p")] == [whole]


@pytest.mark.parametrize(
    "box",
    [
        '<div>By <a href="/a">Anna Brandt</a> on Monday</div>',
        "<div>" + "A long sentence without any link, which nothing cuts anywhere. " * 3 + "</div>",
        "<div><p>" + "In a <a href='/a'>paragraph</a> of its own, as most pages have it. " * 3 + "</p></div>",
        "<div>" + '<a href="/a">Read this as well, please, since it is new</a>' * 5 + "</div>",
        '<div>More: <a href="/a">' + "A headline of another article that is long. " * 3 + "</a></div>",
    ],
    ids=["byline", "no link", "paragraph", "only links", "a teaser"],
)
def test_what_nothing_cuts_stays_as_it_is(box):
    page = f"<html><body>{box}</body></html>"
    assert gathered(page) == tostring(document_fromstring(page), encoding="unicode")


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ('<span>T</span><p><a href="/t">urkey</a> closes</p>', "Turkey closes"),
        ("<div>Ż</div>\n<p>urawie wracają</p>", "Żurawie wracają"),
        ("<span>A</span><p>Turkey closes</p>", "A|Turkey closes"),
        ("<span>A</span> and so <p>then it</p>", "A and so |then it"),
    ],
    ids=["in a link", "another alphabet", "a letter of a list", "words between"],
)
def test_an_initial_before_its_paragraph_is_put_back(page, text):
    tree = document_fromstring(f"<html><body><div>{page}</div></body></html>")
    join_initials(tree)
    assert (
        "|".join(block.text_content() + (block.tail or "").rstrip("\n") for block in tree.find(".//div"))
        == text
    )


def test_what_shows_only_on_pointing_at_it_is_no_part_of_the_sentence():
    url = "https://veldmoor.example/visit"
    paragraph = (
        '<p>Gov. <span class="rollover-people"><a href="/p">Anna Brandt</a><span class="rollover-people-block">'
        'Anna Maria Brandt <a href="/1">Brandt opens a bridge</a></span></span> (R) told '
        '<a href="/x">the council<span class="sr-only"> (opens in a new window)</span></a> on Monday that the '
        "harbour bridge of the town stays shut until spring, since two of its piers have cracks.</p>"
    )
    body = f"<html><title>Visit</title><body><article><h1>Visit</h1>{paragraph}{paragraph}</article></body></html>"
    page = Page(url=url, final_url=url, status=200, fetched_at=NOW, body=body.encode())
    assert read_page(page).article.paragraphs[0] == (
        "Gov. Anna Brandt (R) told the council on Monday that the harbour bridge of the town stays shut until "
        "spring, since two of its piers have cracks."
    )
