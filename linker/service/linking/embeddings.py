"""Joins the contextual encoder to the vectors that a database keeps."""

from dataclasses import replace
from functools import partial

from db import Database
from db.embeddings import get_embeddings, put_embeddings
from linker.service.linking.linking import Matcher


def remembering(matcher: Matcher, db: Database) -> Matcher:
    """The same matcher, with the contextual vectors of this thread's database.

    Other encoders are quicker than a look-up, and come back as they are.
    """
    if matcher.encoder.name != "contextual":
        return matcher
    recall, keep = partial(get_embeddings, db), partial(put_embeddings, db)
    return replace(matcher, encoder=matcher.encoder.remembering(recall, keep))
