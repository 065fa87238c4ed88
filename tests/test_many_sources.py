"""Many SOURCEs at once: read in several processes, answered in order, failures in their places."""

from command import linker

PAGE = """<html><head><title>{title}</title></head><body><article><h1>{title}</h1>
<p>The council of the small town met on Monday evening and spoke for three hours about the old bridge.</p>
<p>“We shall mend it before the winter comes, whatever it costs,” said the mayor, Anna Kowalska, to reporters.</p>
<p>The works are expected to begin in the second week of June and to end before the first frost.</p>
</article></body></html>"""


def test_many_sources_come_in_order_with_failures_in_their_places(tmp_path):
    names = [tmp_path / f"page{number}.html" for number in range(10)]
    for number, name in enumerate(names):
        name.write_text(PAGE.format(title=f"The bridge, part {number}"))
    names[3].write_bytes(b"")
    names.insert(5, tmp_path / "missing.html")
    listed = tmp_path / "list.txt"
    listed.write_text("\n".join(map(str, names)))
    ran = linker("inspect", f"@{listed}")
    assert ran.code == 4
    assert [line.split(": ")[0] for line in ran.err.splitlines()] == [str(name) for name in names]
    titles = [row["article"] and row["article"]["title"] for row in ran.json]
    assert titles == [None if number == 3 else f"The bridge, part {number}" for number in range(10)]


def test_many_sources_give_the_claims_that_one_gives(tmp_path):
    for number in range(9):
        (tmp_path / f"{number}.html").write_text(PAGE.format(title="The bridge"))
    names = sorted(tmp_path.glob("*.html"))
    (tmp_path / "list").write_text("\n".join(map(str, names)))
    alone = linker("inspect", names[0]).json["claims"]
    assert [row["claims"] for row in linker("inspect", f"@{tmp_path / 'list'}").json] == [alone] * 9
