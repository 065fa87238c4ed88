"""An article's claims: what is one, where it stands, what is none."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linker.claims import claims_of
from linker.records import Article, Claim


def read(*paragraphs: str, title: str = "A title", language: str | None = "en") -> tuple[Claim, ...]:
    return claims_of(
        Article(url="https://news.example/1", title=title, paragraphs=paragraphs, language=language)
    )


def texts(*paragraphs: str, language: str | None = "en") -> list[str]:
    return [claim.text for claim in read(*paragraphs, language=language)]


@pytest.mark.parametrize(
    ("paragraph", "cut"),
    [
        pytest.param(
            "The U.S. said no. Prices rose.", ["The U.S. said no.", "Prices rose."], id="no is a word"
        ),
        pytest.param(
            "Prime Minister P.M. Keir left. He won.",
            ["Prime Minister P.M. Keir left.", "He won."],
            id="initials",
        ),
        pytest.param(
            "J. K. Rowling and George H.W. Bush met. They ate.",
            ["J. K. Rowling and George H.W. Bush met.", "They ate."],
            id="several initials",
        ),
        pytest.param(
            "Mr. Smith met Sen. Jones at No. 10 on Jan. 5. It rained.",
            ["Mr. Smith met Sen. Jones at No. 10 on Jan. 5.", "It rained."],
            id="titles, numbers, months",
        ),
        pytest.param(
            "Growth slowed to 3.5 percent. It was 4.1.",
            ["Growth slowed to 3.5 percent.", "It was 4.1."],
            id="decimals",
        ),
        pytest.param(
            "They live in the U.S. The vote was close.",
            ["They live in the U.S.", "The vote was close."],
            id="U.S. at the end",
        ),
        pytest.param(
            "Great to be back. pic.twitter.com/0abcDEF",
            ["Great to be back. pic.twitter.com/0abcDEF"],
            id="media link",
        ),
        pytest.param(
            "He waited... and waited. Then he left.",
            ["He waited... and waited.", "Then he left."],
            id="ellipsis",
        ),
        pytest.param(
            '"Who did this?" Brennan asked. Nobody answered.',
            ['"Who did this?" Brennan asked.', "Nobody answered."],
            id="question, then its attribution",
        ),
        pytest.param(
            "“Stop!” he shouted. “It is over.” The crowd left.",
            ["“Stop!” he shouted.", "“It is over.”", "The crowd left."],
            id="two quotations, one attribution",
        ),
        pytest.param(
            "“It is late. We must go. Come,” Okafor said. She left.",
            ["“It is late. We must go. Come,” Okafor said.", "She left."],
            id="one quotation of three sentences",
        ),
        pytest.param(
            'He said: "First. Second." It was noon.',
            ['He said: "First. Second."', "It was noon."],
            id="after a colon",
        ),
        pytest.param(
            "'We won. That's all,' Falk said. Others agreed.",
            ["'We won. That's all,' Falk said.", "Others agreed."],
            id="single marks and an apostrophe",
        ),
    ],
)
def test_a_paragraph_is_cut_into_sentences_and_quotations(paragraph, cut):
    assert texts(paragraph) == cut


@pytest.mark.parametrize(
    ("language", "paragraph", "cut"),
    [
        ("de", "„Gut. Sehr gut“, sagte er. Dann ging er.", ["„Gut. Sehr gut“, sagte er.", "Dann ging er."]),
        ("de", "»Gut. Sehr gut«, sagte sie.", ["»Gut. Sehr gut«, sagte sie."]),
        (
            "fr",
            "« Oui. Bien sûr », a dit M. Le Goff. Il part.",
            ["« Oui. Bien sûr », a dit M. Le Goff.", "Il part."],
        ),
        ("es", "—No lo sé. Quizá —dijo Rey—. Ya veremos.", ["—No lo sé. Quizá —dijo Rey—.", "Ya veremos."]),
        ("pl", "– Nie wiem. Może – powiedział Rybicki.", ["– Nie wiem. Może – powiedział Rybicki."]),
        ("uk", "«Так. Звісно», — сказав він. Потім пішов.", ["«Так. Звісно», — сказав він.", "Потім пішов."]),
        (
            "ja",
            "「はい。行きます」と彼は言った。雨が降った。",
            ["「はい。行きます」と彼は言った。", "雨が降った。"],
        ),
        ("xx", "„Taip. Gerai“, sakė jis.", ["„Taip. Gerai“, sakė jis."]),
    ],
)
def test_quotations_stay_whole_in_every_style_of_marks(language, paragraph, cut):
    assert texts(paragraph, language=language) == cut


@pytest.mark.parametrize(
    "paragraph",
    [
        'He left. "We go now, he said. They stayed. It rained.',
        "It is 6'2\" tall. It fell. It broke.",
        "“One two. Three four. Five six.",
    ],
)
def test_a_mark_without_a_partner_swallows_nothing(paragraph):
    assert len(texts(paragraph)) >= 3


def test_a_quotation_over_several_paragraphs_is_one_claim_a_paragraph_with_one_speaker():
    claims = read(
        "Denise Okafor spoke. “We tried. It failed,” Okafor said. “We will try.",
        "“And we shall win. Soon.”",
        "It rained.",
    )
    assert [(claim.text, claim.kind, claim.speaker) for claim in claims[1:]] == [
        ("“We tried. It failed,” Okafor said.", "quote", "Denise Okafor"),
        ("“We will try.", "quote", "Denise Okafor"),
        ("“And we shall win. Soon.”", "quote", "Denise Okafor"),
        ("It rained.", "statement", None),
    ]


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("The bridge was closed on Monday.", "statement"),
        ("“We cannot wait any longer,” Okafor said.", "quote"),
        ("Okafor said the bridge was unsafe.", "reported"),
        ("According to Okafor, the bridge was unsafe.", "reported"),
        ('Okafor called the delay "shameful" on Monday.', "reported"),
        ('The so-called "ghost bridge" was closed.', "statement"),
    ],
)
def test_kinds(sentence, kind):
    assert [claim.kind for claim in read(sentence)] == [kind]


@pytest.mark.parametrize(
    ("language", "paragraph"),
    [
        ("en", "SEE ALSO:"),
        ("en", "ALSO READ: Ten bridges that fell"),
        ("en", "Read more: The bridge that nobody wanted"),
        ("en", "Photo: Jane Doe/AP"),
        ("en", "The old bridge at dusk. (AP Photo/Jane Doe)"),
        ("en", "Sign up for our morning newsletter"),
        ("en", "Jane Doe is a senior political reporter at the Harbour Times."),
        ("en", "Follow us on Twitter"),
        ("en", "https://news.example/bridge"),
        ("en", "6:05 p.m."),
        ("en", "___"),
        ("en", "Advertisement"),
        ("en", "This article was originally published in March."),
        ("en", "Name | Place | Points"),
        ("en", "Looking ahead"),
        ("en", "Get the Harbour Times by email. Free sign up"),
        ("fr", "Crédit photo : NV / Le Quai"),
        ("fr", "*Le prénom a été modifié"),
        ("pl", "ZOBACZ WIDEO Kapitan o nowym moście"),
        ("pl", "[czytaj więcej]"),
        ("de", "Lesen Sie auch: Zehn Brücken"),
        ("fr", "À lire aussi : dix ponts"),
        ("es", "Lea también: diez puentes"),
        ("pl", "Czytaj też: dziesięć mostów"),
        ("uk", "Читайте також: десять мостів"),
        ("ru", "Читайте также: десять мостов"),
        ("id", "Baca juga: Sepuluh jembatan"),
        ("id", "SEE ALSO:"),
    ],
)
def test_furniture_is_no_claim(language, paragraph):
    assert texts("One two three four.", paragraph, language=language) == ["One two three four."]


@pytest.mark.parametrize(
    "paragraph",
    [
        "Photographers waited outside the court.",
        "Related costs rose by 4 percent last year.",
        "Read the bill, the senator told his colleagues.",
        "“Follow us,” the guide said.",
        "This story begins in a small town.",
        "By Tuesday the water had reached the school.",
        "Yes.",
        "“Never again”",
        "The bridge has fallen",
    ],
)
def test_text_that_looks_like_furniture_stays(paragraph):
    assert texts(paragraph) == [paragraph]


def test_a_pointer_in_brackets_amid_text_is_no_claim():
    paragraph = "The bridge fell at noon. (RELATED: Ten Bridges That Fell) Nobody was hurt."
    assert texts(paragraph) == ["The bridge fell at noon.", "Nobody was hurt."]


@pytest.mark.parametrize(
    ("language", "paragraph", "cut"),
    [
        ("de", "Am 3. Mai schloss die Brücke.", ["Am 3. Mai schloss die Brücke."]),
        ("de", "Sie bauten 3. Das war genug.", ["Sie bauten 3.", "Das war genug."]),
        ("en", "7. A Bridge That Nobody Wanted", ["7. A Bridge That Nobody Wanted"]),
        ("en", "They built 7. Then they stopped.", ["They built 7.", "Then they stopped."]),
    ],
)
def test_a_number_that_counts_ends_no_sentence(language, paragraph, cut):
    assert texts(paragraph, language=language) == cut


def test_a_repeated_paragraph_is_one_claim_with_two_positions():
    first = "The visit of NATO's secretary-general is likely to upset Moscow, which said earlier, one of its goals is peace."
    second = "The visit of NATO Secretary-General is likely to upset Moscow, which said earlier that one of its goals is peace."
    claims = read(first, "Something else happened in the harbour.", second)
    assert [(claim.text, [place.paragraph for place in claim.positions]) for claim in claims] == [
        (first, [0, 2]),
        ("Something else happened in the harbour.", [1]),
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            "The Greens won 3 seats in the northern district.",
            "The Greens won 5 seats in the northern district.",
        ),
        (
            "Mayor Okafor won the seat in the northern district.",
            "Mayor Brennan won the seat in the northern district.",
        ),
        (
            "The council approved the plan for the old harbour.",
            "The council rejected the plan for the old harbour.",
        ),
        (
            "The council did approve the plan for the harbour.",
            "The council did not approve the plan for the harbour.",
        ),
        (
            "Unemployment rose in the north of the country in May.",
            "Unemployment fell in the north of the country in May.",
        ),
    ],
)
def test_sentences_of_one_template_do_not_fold(first, second):
    assert texts(first, second) == [first, second]


def test_claim_ids_are_unique():
    claims = read("Yes. He left.", "Yes. He left.", "yes. He  left.")
    assert len({claim.claim_id for claim in claims}) == len(claims)


MARKS = "“”„«»‘’'\"‹›「」—–-.!?…, \n"
STRANGE = st.text(
    alphabet=st.one_of(st.sampled_from(MARKS + "abcABC said Mr. 1"), st.characters()), max_size=120
)


@settings(max_examples=150, deadline=None)
@given(st.lists(STRANGE, max_size=6), st.sampled_from(["en", "de", "fr", "pl", "uk", "ar", None]))
def test_spans_are_exact_ordered_and_apart_whatever_the_text(paragraphs, language):
    article = Article(url="", title="T", paragraphs=tuple(paragraphs), language=language)
    claims = claims_of(article)
    for claim in claims:
        place = claim.positions[0]
        assert paragraphs[place.paragraph][place.start : place.end] == claim.text
        assert claim.text.strip()
        assert len(claim.claim_id) == 16
    places = sorted((p.paragraph, p.start, p.end) for claim in claims for p in claim.positions)
    assert all(one[0] < two[0] or one[2] <= two[1] for one, two in pairwise(places))
    firsts = [(claim.positions[0].paragraph, claim.positions[0].start) for claim in claims]
    assert firsts == sorted(firsts)


@pytest.mark.parametrize(
    "paragraph",
    [
        '"' * 20_000,
        "“" * 20_000,
        "'a " * 20_000,
        "“a” " * 20_000,
        "said " * 50_000,
        "He said that he said, " * 10_000,
        "A. " * 50_000,
        "x" * 1_000_000,
        "word " * 200_000,
        "said, " * 50_000,
        "Smith, " * 50_000 + "said.",
        "— сказав " * 20_000,
        "\ud800 said “\udfff” he.",
        "قال «نعم. لا» الوزير.",
        "read " * 60,
        "by " + "A. " * 100,
        "- " * 5_000,
        "A" + "-a" * 50_000,
        "He left. " + "!" * 5_000 + "a. B",
        '"' * 20_000 + "aa bb",
        "by " + "A" * 300 + "!",
        "“ " * 10_000 + "aa",
        "#a" * 10_000 + " b. C",
    ],
    ids=lambda text: repr(text[:12]),
)
def test_hostile_paragraphs_are_read_in_bounded_time(paragraph):
    for claim in read(paragraph, paragraph[:5000], language=None):
        place = claim.positions[0]
        assert (paragraph, paragraph[:5000])[place.paragraph][place.start : place.end] == claim.text
