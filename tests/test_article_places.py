"""What was cut out of a page keeps its place among the paragraphs, or says that it is unknown."""

from dataclasses import dataclass

import pytest
from lxml.html import document_fromstring

from scrapers.articles.body import body_lines, paragraph_of, settle

FIRST = "The harbour stood under a metre of water on Thursday evening, said the coast guard."
SECOND = "Everyone was moved out of the lower streets and nobody is missing, the mayor told us."
THIRD = "Engineers expect the water to fall by Saturday, if no second storm reaches the coast."


@dataclass(frozen=True)
class Cut:
    token: str = "TOKEN1"
    before: str = ""
    after: str = ""


def place(lines, cut, blocks=()):
    tree = document_fromstring(
        "<body>" + "".join(f"<p>{block}</p>" for block in blocks or ("x",)) + "</body>"
    )
    body = settle(lines, [cut], tree)
    assert body.paragraphs == tuple(line for line in lines if line != cut.token)
    return body.places.get(cut.token)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [(("TOKEN1", FIRST, SECOND), 0), ((FIRST, "TOKEN1", SECOND), 1), ((FIRST, SECOND, "TOKEN1"), 2)],
    ids=["before all", "between", "after all"],
)
def test_a_token_that_survives_tells_its_place(lines, expected):
    assert place(lines, Cut()) == expected


@pytest.mark.parametrize(
    ("cut", "expected"),
    [
        (Cut(before=FIRST), 1),
        (Cut(before=FIRST.replace("Thursday", "thursday")), 1),
        (Cut(before="A caption that is in no paragraph of it.", after=SECOND), 1),
        (Cut(before="A caption that is in no paragraph of it."), None),
        (Cut(), None),
    ],
    ids=["by the block before", "by a block nearly like it", "by the block after", "no neighbour", "nothing"],
)
def test_a_lost_token_is_placed_by_its_neighbours_or_not_at_all(cut, expected):
    assert place((FIRST, SECOND, THIRD), cut) == expected


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ((FIRST, SECOND, "A consent box.", "TOKEN1", "Load it", THIRD), 2),
        (("TOKEN1", FIRST, SECOND, THIRD), None),
        ((FIRST, SECOND, THIRD, "TOKEN1"), None),
    ],
    ids=["between two paragraphs", "before the article", "after the article"],
)
def test_a_lost_token_without_like_neighbours_is_placed_by_the_pages_order(blocks, expected):
    assert place((FIRST, SECOND, THIRD), Cut(before="A consent box."), blocks) == expected


def test_a_token_within_a_paragraph_leaves_no_trace_in_it():
    tree = document_fromstring(
        f"<body><article><p>{FIRST} TOKEN1</p><p>{SECOND}</p><p>{THIRD}</p></article></body>"
    )
    assert body_lines(tree, ["TOKEN1"], None) == (FIRST, "TOKEN1", SECOND, THIRD)


def test_blocks_that_only_share_words_are_not_the_same():
    assert (
        paragraph_of("The mayor of the harbour streets told the coast guard nothing.", (FIRST, SECOND))
        is None
    )


def test_a_block_that_became_part_of_a_paragraph_is_found():
    assert paragraph_of(SECOND, (FIRST, f"{SECOND} {THIRD}")) == 1
