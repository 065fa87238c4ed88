"""Articles of a run: each is asked for conditionally, followed over its pages, stored and linked."""

from collections.abc import Iterable, Iterator

from db import pulling, queries
from linker.errors import Blocked, FetchError, Gone, Stopped
from linker.records import Page
from linker.service.linking.linking import Linked, link_reading
from linker.service.pages.following import Follow, followed
from linker.service.pages.reading import SourceReading, read_page_of
from linker.service.pulling.revisiting import Visit
from linker.service.pulling.tools import FAILURES, Tools, item_of, save_problem
from scrapers.listings.listed import Listed


def pull_articles(tools: Tools, listed: Iterable[Listed], *, trusted: bool) -> Iterator[pulling.Item]:
    """Each article as an item; those of a run that is told to stop are left for the next one."""
    for each in listed:
        tools.go_on()
        yield _pull_article(tools, each.url, trusted=trusted)


def _pull_article(tools: Tools, url: str, *, trusted: bool) -> pulling.Item:
    visit = Visit(fetcher=tools.fetcher, archive=tools.archive)
    try:
        page = visit.ask(url, trusted=trusted)
        is_same = page.status == 304
        if is_same and not queries.is_part(tools.archive.db, url):
            item, read = item_of(url, "unchanged", page), {page.url}
        else:
            whole = _whole(visit, url, visit.stored(url, trusted=trusted) if is_same else page, tools)
            item = _stored_and_linked(tools, url, page, whole)
            read = {page.url, *(each.url for each in (whole.page, *whole.later) if each)}
    except Stopped:
        raise
    except FetchError as error:
        save_problem(tools, url, error)
        return pulling.Item(subject=url, outcome=_failure(error), message=str(error))
    except Exception as error:  # noqa: BLE001 - one page that meets a bug of ours must not hide the others
        save_problem(tools, url, error)
        return pulling.Item(subject=url, outcome="failed", message=repr(error))
    # An article that is to be read on in the next run must not be answered with `unchanged` then.
    if item.outcome not in FAILURES:
        visit.remember(read)
    return item


def _whole(visit: Visit, url: str, page: Page, tools: Tools) -> SourceReading:
    """The article on this page and those after it, each asked for conditionally."""
    follow = Follow(
        fetch=lambda following: visit.read(following, trusted=tools.fetcher.trusts(following)),
        stored=tools.archive.page_of_part,
        most_pages=tools.config.fetch.most_pages,
    )
    return followed(read_page_of(url, page), follow)


def _stored_and_linked(tools: Tools, url: str, answer: Page, read: SourceReading) -> pulling.Item:
    archive, linked = tools.archive, Linked()
    article = read.reading.article if read.reading and read.error is None else None
    missed = next((error for error in read.missed if _failure(error) in FAILURES), None)
    if answer.status == 304 and article and archive.has(article) and missed is None:
        return item_of(url, "unchanged", answer)
    if read.reading is not None and article is not None:
        linked = link_reading(read.reading, read.claims, archive.candidates, archive.quotable, tools.matcher)
    saved = archive.save(read.page or answer, read, linked, now=tools.clock())
    if read.error is not None:
        save_problem(tools, url, read.error)
        return item_of(url, "no article", answer, str(read.error))
    told = f"{len(linked.kept)} links; stored: {saved}"
    return (
        item_of(url, "incomplete", answer, f"{missed}; {told}")
        if missed
        else item_of(url, "read", answer, told)
    )


def _failure(error: FetchError) -> str:
    if isinstance(error, Gone):
        return "gone"
    return "blocked" if isinstance(error, Blocked) else "failed"
