"""Containers that are damaged, hostile or endless: what can be read is, and the rest is told."""

import gzip
import io
import tarfile

from archived import a_line, posts_in, problems_in, some_lines, written, zipped

from scrapers.archives.files.bounds import Bounds

SMALL = Bounds(bomb=1_000_000)


def test_a_decompression_bomb_is_given_up(tmp_path):
    path = written(tmp_path / "bomb.gz", gzip.compress(a_line(0) + b" " * 50_000_000))
    assert [post.text for post in posts_in(path, bounds=SMALL)] == ["Post 0"]
    assert any("bomb" in problem.message for problem in problems_in(path, bounds=SMALL))


def test_a_bomb_inside_a_zip_is_given_up_and_the_next_file_read(tmp_path):
    members = {"a.jsonl": a_line(0) + b" " * 50_000_000, "b.jsonl": a_line(1)}
    path = written(tmp_path / "bomb.zip", zipped(members))
    assert [post.text for post in posts_in(path, bounds=SMALL)] == ["Post 0", "Post 1"]
    assert any("bomb" in problem.message for problem in problems_in(path, bounds=SMALL))


def test_files_of_a_zip_that_are_too_many_are_told(tmp_path):
    members = {f"{number}.jsonl": a_line(number) for number in range(5)}
    path, bounds = written(tmp_path / "many.zip", zipped(members)), Bounds(members=2)
    assert [post.text for post in posts_in(path, bounds=bounds)] == ["Post 0", "Post 1"]
    (problem,) = problems_in(path, bounds=bounds)
    assert (problem.subject, problem.message) == (str(path), "3 more files in it are passed over")


def test_a_tar_with_an_endless_name_is_given_up(tmp_path):
    header = tarfile.TarInfo("x")
    header.type, header.size = tarfile.GNUTYPE_LONGNAME, 1 << 40
    path = written(tmp_path / "name.tar", header.tobuf(tarfile.GNU_FORMAT) + b"a" * 4096)
    assert [problem.kind for problem in problems_in(path)] == ["damaged"]


def test_links_devices_and_paths_outside_lead_nowhere(tmp_path):
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as packed:
        for name, kind in (
            ("/etc/a.jsonl", b"0"),
            ("../b.jsonl", b"0"),
            ("c", b"1"),
            ("d", b"2"),
            ("e", b"3"),
        ):
            member = tarfile.TarInfo(name)
            member.type, member.linkname, member.size = (
                kind,
                "/etc/passwd",
                len(a_line(0)) if kind == b"0" else 0,
            )
            packed.addfile(member, io.BytesIO(a_line(0)))
    path = written(tmp_path / "links.tar", archive.getvalue())
    assert len(posts_in(path)) == 2
    assert not problems_in(path)


def test_what_stands_before_damage_is_read_to_the_last_byte(tmp_path):
    for packed in (gzip.compress(some_lines(3)) + b"garbage", gzip.compress(some_lines(3))[:-4]):
        path = written(tmp_path / "posts.jsonl.gz", packed)
        assert [post.text for post in posts_in(path)] == ["Post 0", "Post 1", "Post 2"]
        assert [problem.kind for problem in problems_in(path)] == ["damaged"]


def test_containers_nested_without_end_are_given_up(tmp_path):
    body = some_lines(1)
    for _ in range(30):
        body = gzip.compress(body)
    assert [problem.kind for problem in problems_in(written(tmp_path / "deep.gz", body))] == ["binary"]
