"""Who is said to speak, in one sentence or across several, in each language."""

import json
from pathlib import Path

import pytest

from linker.claims import claims_of
from linker.claims.languages import languages
from linker.learning.tasks.speakers import figures, predictions, same_bearer
from linker.records import Article

SETS = Path(__file__).parent / "fixtures" / "speakers"


def speakers(*paragraphs: str, language: str = "en", title: str = "") -> list[str | None]:
    article = Article(url="", title=title, paragraphs=paragraphs, language=language)
    return [claim.speaker for claim in claims_of(article)]


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("“We will rebuild,” Denise Okafor said.", "Denise Okafor"),
        ("“We will rebuild,” said Denise Okafor, the mayor of Harbour.", "Denise Okafor"),
        ("“We will rebuild,” said the mayor of Harbour.", "the mayor of Harbour"),
        ("“We will rebuild,” said the foreign minister, Karim Saleh.", "Karim Saleh"),
        ("“We will rebuild,” said Rovers spokesman Tom Brennan.", "Tom Brennan"),
        ("“We will rebuild,” Sen. Rhys Maddox (D-Ohio) said in a statement.", "Rhys Maddox"),
        ("“We will rebuild,” a spokeswoman for the ministry told Reuters.", "a spokeswoman for the ministry"),
        ("“We will rebuild,” Okafor’s office said.", "Okafor’s office"),
        ("Denise Okafor, who has led the city since 2019, said: “We will rebuild.”", "Denise Okafor"),
        ("Another critic, Karim H. Saleh, said the plan was weak.", "Karim H. Saleh"),
        ("In Geneva on Friday, Ingrid Falk said talks would resume.", "Ingrid Falk"),
        ("Talks would resume on Monday, Ingrid Falk said.", "Ingrid Falk"),
        ("Talks would resume on Monday, according to Ingrid Falk.", "Ingrid Falk"),
        ("According to police, nobody was hurt.", "police"),
        ("Ingrid Falk walked out and said the talks had failed.", "Ingrid Falk"),
        ("Ingrid Falk left the room, saying the talks had failed.", "Ingrid Falk"),
        ("“We will rebuild.” — Denise Okafor", "Denise Okafor"),
        ("Denise Okafor: “We will rebuild the bridge.”", "Denise Okafor"),
        ("Talks would resume, according to leaked documents.", "leaked documents"),
        ("Experts on trade and farming said the deal was weak.", "Experts on trade and farming"),
        ("Karim Saleh, foreign minister of Batavia, told reporters the deal was weak.", "Karim Saleh"),
        ("Sweden, Norway and Denmark would join, said Foreign Minister Karim Saleh.", "Karim Saleh"),
        ("He spoke of the United States and “the end of an era” for it.", None),
        ("Denise Okafor was told the bridge would close.", None),
        ("Denise Okafor made her comments in Geneva.", None),
        ("The bridge was closed by Denise Okafor.", None),
    ],
)
def test_the_speaker_of_one_sentence(sentence, speaker):
    assert speakers(sentence) == [speaker]


def test_a_short_name_folds_to_the_fullest_form():
    found = speakers(
        "President Volodymyr Zelensky arrived.",
        "“Thank you,” President Zelensky said.",
        "“Good,” Zelensky added.",
    )
    assert found[1:] == ["Volodymyr Zelensky", "Volodymyr Zelensky"]


def test_a_full_name_that_comes_later_counts():
    assert speakers("“Thank you,” Falk said.", "Ingrid Falk is an envoy.")[0] == "Ingrid Falk"


def test_a_full_name_in_the_headline_counts():
    assert (
        speakers("“Thank you,” Falk said.", title="Meeting Ingrid Falk, Mayor Urges Peace")[0]
        == "Ingrid Falk"
    )


def test_two_bearers_of_a_name_are_told_apart_or_left_alone():
    found = speakers(
        "Hillary Clinton met Bill Clinton.", "“Thank you,” Clinton said.", "“Good,” Bill Clinton said."
    )
    assert found[1:] == ["Clinton", "Bill Clinton"]


@pytest.mark.parametrize(
    ("paragraphs", "speaker"),
    [
        (("Tom Brennan owns a cafe.", "“It is a disgrace,” he said."), "Tom Brennan"),
        (
            ("Mr. Tom Brennan met Mrs. Denise Okafor.", "Mr. Brennan left.", "“A disgrace,” she said."),
            "Denise Okafor",
        ),
        (("“A disgrace,” Tom Brennan said. “There was no plan.”",), "Tom Brennan"),
        (("Tom Brennan said:", "“There was no plan.”"), "Tom Brennan"),
        (("The bridge is old.", "“There was no plan,” he said."), None),
        (("The bridge is old.", "“There was no plan.”"), None),
    ],
)
def test_the_last_speaker_comes_from_the_neighbours(paragraphs, speaker):
    assert speakers(*paragraphs)[-1] == speaker


@pytest.mark.parametrize("language", [language.code for language in languages()])
def test_each_language_has_a_labelled_set(language):
    rows = [json.loads(line) for line in (SETS / f"{language}.jsonl").read_text().splitlines()]
    assert sum(len(row["attributions"]) for row in rows) >= 15


@pytest.mark.parametrize("language", sorted(path.stem for path in SETS.glob("*.jsonl")))
def test_quotations_and_speakers_are_found_in_each_language(language):
    rows = [json.loads(line) for line in (SETS / f"{language}.jsonl").read_text().splitlines()]
    found = figures(rows)
    assert found["direct_found"] >= 0.9
    assert found["resolved_right"] >= 0.85
    assert found["resolved_wrong"] <= 0.1
    assert found["reported_attributed"] >= 0.9


def test_figures_on_marked_news(shared):
    lines = (shared / "eval" / "speakers" / "dev.jsonl").read_text().splitlines()
    found = figures(json.loads(line) for line in lines)
    assert found["direct_found"] >= 0.93
    assert found["named_right"] >= 0.93
    assert found["named_wrong"] <= 0.03
    assert found["reported_attributed"] >= 0.65
    assert found["reported_wrong"] <= 0.08


@pytest.mark.parametrize(
    ("given", "source", "same"),
    [
        ("Volodymyr Zelensky", "President Zelensky", True),
        ("Gwen Moore", "Rep. Gwen Moore (D-Wis.)", True),
        ("Gwen Moore", "Mr. Clyburn", False),
        ("", "Mr. Clyburn", False),
    ],
)
def test_same_bearer(given, source, same):
    assert same_bearer(given, source) == same


def test_the_visit_to_kyiv(shared):
    lines = (shared / "seed" / "stoltenberg.txt").read_text().splitlines()
    article = Article(url="", title=lines[0], paragraphs=tuple(line for line in lines[1:-2] if line.strip()))
    claims = claims_of(article)
    said = {claim.text[:12]: claim for claim in claims}
    assert not any("SEE ALSO" in claim.text for claim in claims)
    assert said['"I am gratefu'[:12]].speaker == "Volodymyr Zelensky"
    assert said['"Mr Presiden'].speaker == "Jens Stoltenberg"
    assert said['"Mr Presiden'].kind == "quote"
    assert said['"...if not, '].speaker == "Dmitry Peskov"
    assert [len(claim.positions) for claim in claims] == [1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1]


def test_a_transcript_names_its_speakers_in_capitals():
    found = speakers("FALK: Where do we go from here?", "SALEH: Home. It is late.", "The hall emptied.")
    assert found == ["Falk", "Saleh", "Saleh", None]


@pytest.mark.parametrize(
    ("language", "paragraphs", "speaker"),
    [
        ("ru", ("«Нам никто не помог, — возмутилась Инна Белова. — Мы спим на полу».",), "Инна Белова"),
        (
            "fr",
            ("Le maire Luc Morel a réagi.", "« Rien n'est décidé, a-t-il assuré. Nous verrons. »"),
            "Luc Morel",
        ),
        ("fr", ("« C'est du théâtre », a raillé la députée Brigitte Nalet sur BFMTV.",), "Brigitte Nalet"),
        ("es", ("«Es una huida», respondió, minutos después, la líder Marina Solís.",), "Marina Solís"),
        (
            "de",
            ("„Das war knapp“, hat Torwart Leon Akande am Abend vor Journalisten gesagt.",),
            "Leon Akande",
        ),
        ("uk", ("За словами Савчук, міст готовий.", "Олена Савчук приїхала вранці."), "Олена Савчук"),
    ],
)
def test_attributions_as_each_language_sets_them(language, paragraphs, speaker):
    found = speakers(*paragraphs, language=language)
    assert speaker in found
    assert set(found) <= {speaker, None}


def test_predictions_hold_spans_of_the_row_s_own_text():
    text = "A bridge\n\n  “We will rebuild,” Denise Okafor said.\n"
    (row,) = predictions([{"id": "one", "language": "en", "text": text, "attributions": []}])
    assert (row["id"], row["kind"], row["speaker"]) == ("one", "quote", "Denise Okafor")
    assert text[row["start"] : row["end"]] == row["text"]
    assert "We will rebuild" in row["text"]


@pytest.mark.parametrize("language", sorted(path.stem for path in SETS.glob("*.jsonl")))
def test_predictions_are_in_reading_order_and_inside_the_text(language):
    rows = [json.loads(line) for line in (SETS / f"{language}.jsonl").read_text().splitlines()]
    for row in rows:
        found = predictions([row])
        assert found == sorted(found, key=lambda one: (one["start"], one["end"]))
        assert all(one["text"] and row["text"][one["start"] : one["end"]] == one["text"] for one in found)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("es", "El gobierno convocó a una sesión para evitar el cierre de la fábrica antes del verano."),
        ("fr", "La mairie a ouvert une enquête pour comprendre les causes de la panne de dimanche."),
        ("it", "Il comune ha chiuso la strada per evitare altri danni dopo la pioggia di ieri."),
        ("pt", "A câmara abriu um concurso para reparar a ponte velha antes do inverno."),
    ],
)
def test_a_purpose_is_nobodys_word(language, sentence):
    article = Article(url="", title=None, paragraphs=(sentence,), language=language, sha256="0")
    (claim,) = claims_of(article)
    assert (claim.kind, claim.speaker) == ("statement", None)


def test_figures_are_given_by_language_too():
    text = "Titel\n„Wir bauen die Brücke wieder auf“, sagte die Bürgermeisterin Denise Okafor am Montag."
    said = "„Wir bauen die Brücke wieder auf“"
    start = text.index(said)
    one = {
        "start": start,
        "end": start + len(said),
        "content": said,
        "direct": True,
        "source": "Denise Okafor",
    }
    german = {"id": "1", "text": text, "attributions": [one]}
    found = figures([german, {"id": "2", "language": "en", "text": "Title\nNothing.", "attributions": []}])
    assert {language: told["direct"] for language, told in found["by_language"].items()} == {"de": 1, "en": 0}
    assert (found["direct"], found["by_language"]["de"]["named_right"]) == (1, 1.0)
