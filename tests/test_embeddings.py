"""Vectors are kept by text and encoder, bounded, by several writers at once."""

import sqlite3
from dataclasses import replace
from threading import Thread

import numpy as np
import pytest

from db import open_database
from db.embeddings import get_embeddings, put_embeddings
from linker.config import Config
from linker.matching.vectors import encoders
from linker.service.linking.embeddings import remembering
from linker.service.linking.linking import Matcher, matcher_of


def test_what_was_put_is_got_for_the_same_encoder_only():
    db = open_database(":memory:")
    put_embeddings(db, "m-1", {"a": b"\x01", "b": b"\x02"})
    assert get_embeddings(db, "m-1", ["a", "b", "c", "a"]) == {"a": b"\x01", "b": b"\x02"}
    assert get_embeddings(db, "m-2", ["a"]) == {}


def test_putting_again_changes_nothing():
    db = open_database(":memory:")
    put_embeddings(db, "m-1", {"a": b"\x01"})
    put_embeddings(db, "m-1", {"a": b"\x09"})
    assert get_embeddings(db, "m-1", ["a"]) == {"a": b"\x01"}
    assert db["embeddings"].count == 1


def test_more_keys_than_a_statement_takes_are_found():
    db = open_database(":memory:")
    many = {f"{number:064x}": number.to_bytes(2, "little") for number in range(1_234)}
    put_embeddings(db, "m-1", many)
    assert get_embeddings(db, "m-1", list(many)) == many


def test_the_oldest_are_dropped_beyond_the_bound():
    db = open_database(":memory:")
    for key in "abcde":
        put_embeddings(db, "m-1", {key: b"\x01"}, most=3)
    assert set(get_embeddings(db, "m-1", "abcde")) == set("cde")


def test_a_database_that_cannot_be_written_to_is_no_error(tmp_path):
    path = tmp_path / "linker.db"
    db = open_database(path)
    db.execute("PRAGMA query_only = ON")
    put_embeddings(db, "m-1", {"a": b"\x01"})
    assert get_embeddings(db, "m-1", ["a"]) == {}


def test_several_writers_keep_every_vector_once(tmp_path):
    path = tmp_path / "linker.db"
    open_database(path).conn.close()
    many = {f"{number:064x}": b"\x01" for number in range(50)}

    def write():
        db = open_database(path)
        for key, vector in many.items():
            put_embeddings(db, "m-1", {key: vector})
        db.conn.close()

    writers = [Thread(target=write) for _ in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*), count(DISTINCT sha256) FROM embeddings").fetchone() == (
            50,
            50,
        )


def test_only_contextual_vectors_are_kept():
    db = open_database(":memory:")
    matcher = matcher_of(Config(), "static")
    assert remembering(matcher, db) is matcher


def test_a_contextual_encoder_encodes_each_text_once_a_database():
    db, asked = open_database(":memory:"), []

    def encode(texts):
        asked.extend(texts)
        return np.array([[1.0, len(text)] for text in texts], dtype=np.float32)

    encoder = encoders.Encoder("contextual", "m-1", 2, encode)
    matcher = remembering(Matcher(model=matcher_of(Config(), "none").model, encoder=encoder), db)
    first = matcher.encoder.encode(["one", "three"])
    other = remembering(Matcher(model=matcher.model, encoder=replace(encoder)), db)
    assert other.encoder.encode(["three", "one"]) == pytest.approx(first[::-1])
    assert asked == ["one", "three"]
