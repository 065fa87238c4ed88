"""Articles cut into several pages, in the shapes of real sites, published on a loopback site for tests."""

from collections.abc import Sequence

from loopback import Site, with_etag

TITLE = "The long winter of the harbour ferry"
STANDFIRST = (
    "For three months the island was cut off; our reporter went along on the first crossing of the year."
)
BYLINE = "By Hanna Berg, with photographs by Tom Brandt"
BOX = "Hanna Berg writes about islands and the people who stay on them for The Harbour Post."
PUBLISHED = "2023-04-20T09:00:00+02:00"
SUBJECTS = ("ice", "pier", "captain", "insurance", "school", "doctor", "harbour", "winter", "engine", "light")


def story(number: int) -> list[str]:
    """The paragraphs of one page, told from those of every other."""
    subjects = [SUBJECTS[(3 * number + each) % len(SUBJECTS)] for each in range(4)]
    return [
        f"Of the {subject} the islanders spoke {number} times that week, and the council of Brookhaven answered "
        f"in its report of page {number} that the {subject} had cost about {number} million in all."
        for subject in subjects
    ]


def embed(number: int) -> str:
    """A post that stands in the middle of one page."""
    return (
        f'<blockquote class="twitter-tweet"><p>The ferry made its {number}. crossing of the year today.</p>'
        f"&mdash; Harbour Office (@HarbourOffice) "
        f'<a href="https://twitter.com/HarbourOffice/status/164904580035064{number:04}">April 20, 2023</a></blockquote>'
    )


def sheet(
    paragraphs: Sequence[str],
    *,
    head: str = "",
    pager: str = "",
    title: str = TITLE,
    between: str = "",
    published: str = PUBLISHED,
) -> str:
    """One page of the site: its template repeats standfirst, byline, a caption and the author's box."""
    first, *others = (f"<p>{text}</p>" for text in paragraphs)
    return (
        f'<html lang="en"><head><title>{title} | The Harbour Post</title>'
        f'<meta property="og:type" content="article"><meta property="og:site_name" content="The Harbour Post">'
        f'<meta property="article:published_time" content="{published}">{head}</head><body>'
        f'<nav><a href="/">Home</a> <a href="/news">News</a></nav><article><h1>{title}</h1>'
        f"<p>{STANDFIRST}</p><p>{BYLINE}</p>{first}{between}{''.join(others)}<p>{BOX}</p></article>{pager}"
        f"</body></html>"
    )


def address(shape: str, number: int) -> str:
    """Where a page stands, by the shape of its address: `query`, `path`, `word`, `dash`."""
    if number == 1:
        return "/news/ferry.html" if shape == "dash" else "/news/ferry"
    after = {"query": f"?page={number}", "path": f"/{number}", "word": f"/page/{number}/"}
    return f"/news/ferry-{number}.html" if shape == "dash" else f"/news/ferry{after[shape]}"


def leading_on(how: str, href: str, number: int) -> dict[str, str]:
    """What leads to a page: a link in the head (`rel`), `words`, or the `numbers` of a pager."""
    if how == "rel":
        return {"head": f'<link rel="next" href="{href}">'}
    label = f"{number}" if how == "numbers" else "Next page »"
    return {"pager": f'<div class="pager"><a href="{href}">{label}</a></div>'}


def page_of(number: int, pages: int, *, shape: str = "query", how: str = "rel", **more: str) -> str:
    """One of the pages of an article."""
    on = leading_on(how, address(shape, number + 1), number + 1) if number < pages else {}
    return sheet(story(number), between=embed(number), **on, **more)


def publish(site: Site, pages: int = 3, *, shape: str = "query", how: str = "rel") -> str:
    """An article of so many pages; the address of its first."""
    for number in range(1, pages + 1):
        site.routes[address(shape, number)] = with_etag(page_of(number, pages, shape=shape, how=how))
    return site.url + address(shape, 1)
