"""`linker posts`: archived posts of any format as normalised rows, with counts and every problem told."""

from collections import Counter
from collections.abc import Iterator, Sequence

from db import foreign
from linker.errors import PARTIAL
from linker.records import Post, Problem
from linker.service.telling.reports import Report
from linker.service.telling.rows import Row
from scrapers.archives.files.containers import sources_of
from scrapers.archives.reading import Progress, read_posts
from scrapers.archives.tools.linker_jsonl import linker_row

UNUSABLE = 2


class PostReading:
    """One pass over FILEs; the summary and the exit code stand when the rows have been drawn."""

    def __init__(self, files: Sequence[str], *, report: Report, progress: Progress | None = None) -> None:
        self._files = files
        self._report = report
        self._progress = progress
        self._counts: Counter[str] = Counter()
        self._kinds: Counter[str] = Counter()

    def rows(self) -> Iterator[Row]:
        """Each post as linker's own JSONL has it; problems go to the report."""
        sources = sources_of(self._files)
        for item in read_posts(sources, progress=self._progress, tables=foreign.rows):
            if isinstance(item, Problem):
                self._kinds[item.kind] += 1
                self._report(f"{item.subject}: {item.message}")
            else:
                yield self._row(item)

    def _row(self, post: Post) -> Row:
        self._counts[post.source_format] += 1
        return linker_row(post)

    @property
    def exit_code(self) -> int:
        """0 all read, 4 some, 1 nothing in empty files, 2 nothing that could be read."""
        read, problems = self._counts.total(), self._kinds.total()
        if read:
            return PARTIAL if problems else 0
        return UNUSABLE if problems > self._kinds["empty"] else 1

    def summary(self) -> str:
        """Counts by format."""
        formats = ", ".join(f"{count:,} {name}" for name, count in self._counts.most_common())
        told = f" ({formats})" if formats else ""
        return f"{self._counts.total():,} posts read{told}, {self._kinds.total():,} problems"
