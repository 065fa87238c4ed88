import pytest

from linker.learning.labels.folding import articles_of
from linker.learning.labels.readings import label_of, read_readings
from linker.learning.tasks.alignment import judged


@pytest.mark.parametrize(
    ("letters", "label"),
    [
        ("rr", "reports"),
        ("qq", "quotes"),
        ("qr", "reports"),
        ("dd", "disputes"),
        ("dn", "none"),
        ("rn", "unsure"),
        ("rd", "unsure"),
        ("ru", "unsure"),
        ("nu", "unsure"),
        ("n", "none"),
    ],
)
def test_only_what_both_readings_agree_on_counts(letters, label):
    assert label_of(letters) == label


def test_readings_are_rows_of_the_words_that_were_read(shared):
    folder = shared / "eval" / "resolution"
    rows = read_readings(folder)
    assert len({row["id"] for row in rows}) == len(rows) == 222
    assert all(len(row["sentences"]) == len(row["labels"]) for row in rows)
    assert all(sentence == sentence.strip() != "" for row in rows for sentence in row["sentences"])
    assert sum(right for row in rows for _, right in judged(row)) > 400


def test_words_that_changed_since_they_were_read_are_left_out(shared, tmp_path):
    for name in ("articles.jsonl", "posts.jsonl"):
        text = (shared / "eval" / "resolution" / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace("the", "teh"), encoding="utf-8")
    assert len(read_readings(tmp_path)) < 10


def test_a_folder_without_articles_has_no_readings(tmp_path):
    assert read_readings(tmp_path) == ()


def test_no_article_teaches_both_the_weights_and_the_encoder(shared):
    folder = shared / "eval" / "resolution"
    ours, theirs = (read_readings(folder, half) for half in ("weights", "encoder"))
    named = articles_of((*ours, *theirs))
    assert not set(named[: len(ours)]) & set(named[len(ours) :])
    assert min(len(ours), len(theirs)) > 90
    assert len(ours) + len(theirs) == len(read_readings(folder))
