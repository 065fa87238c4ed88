from datetime import UTC, datetime

from linker.records import Article, Reading
from linker.service.telling.rows import reading_row


def test_a_reading_tells_a_live_blogs_times_and_where_the_article_goes_on():
    article = Article(
        url="https://harbour.example/live",
        title="Live",
        paragraphs=("The lamp is lit.",),
        times=((0, datetime(2023, 4, 20, 9, tzinfo=UTC)),),
    )
    row = reading_row(Reading(article=article, next_url="https://harbour.example/live?page=2"), ())
    assert row["article"]["times"] == [{"paragraph": 0, "time": "2023-04-20T09:00:00+00:00"}]
    assert row["next_url"] == "https://harbour.example/live?page=2"
