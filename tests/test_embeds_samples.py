import pytest

from linker.learning.tasks.embeds import measure_embeds


@pytest.fixture(scope="module")
def figures(shared):
    return measure_embeds(shared / "samples" / "pages")


def test_embeds_of_real_pages_are_found(figures):
    assert figures.recall >= 0.97, figures.missed


def test_no_embed_of_real_pages_is_made_up(figures):
    assert figures.precision >= 0.98, figures.made_up


def test_the_words_of_real_embeds_are_read(figures):
    assert figures.text >= 0.97, figures.wrong_text


def test_the_authors_of_real_embeds_are_read(figures):
    assert figures.author >= 0.97, figures.wrong_author
