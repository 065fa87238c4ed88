"""Archives of a run: their posts are imported, and articles that waited for them linked anew."""

from collections.abc import Iterator

from db import pulling
from linker.service.archives.importing import ImportReport, import_files
from linker.service.linking.relinking import relink_articles, waiting_articles
from linker.service.pulling.tools import Tools


def import_archive(tools: Tools, source: pulling.Source) -> Iterator[pulling.Item]:
    """A file or folder of posts, as items: what was imported, and each article whose links that changed."""
    tools.go_on()
    db = tools.archive.db
    waiting = waiting_articles(db)
    imported = import_files(db, [source.address], now=tools.clock(), stop=tools.stop)
    yield pulling.Item(subject=source.address, outcome=_imported(imported), message=imported.summary())
    if not imported.counts.inserted:
        return
    # Asked again: another job may have stored an article while the posts came in.
    waiting = tuple(dict.fromkeys((*waiting, *waiting_articles(db))))
    for article_id, links, changed in relink_articles(tools.archive, tools.matcher, waiting):
        if changed:
            yield pulling.Item(subject=article_id, outcome="relinked", message=f"{links} links")
        tools.go_on()


def _imported(report: ImportReport) -> str:
    if not report.read:
        return "no archive"
    return "imported" if report.counts.inserted or report.counts.updated else "unchanged"
