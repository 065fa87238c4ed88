"""What decides about a post in another language than its article: the model without shared words.

Such a pair shares names and numbers at best, so signals of shared words speak against it, whatever it says.
A multilingual encoder needs them not: its cosines are weighed by a part of the model that was fitted to the
same rows without those signals.
"""

from linker.matching.signals.page import Encoder, Page, PostView
from linker.matching.weights.model import Model
from linker.matching.words.languages import is_foreign

_WORDLESS = frozenset({"numbers", "numbers_apart", "author", "posting", "claiming", "denial", "before_embed"})


def needs_no_words(signal: str) -> bool:
    """Whether a signal tells the same across languages."""
    return signal.startswith("meaning") or signal in _WORDLESS


def crosses(post: PostView, page: Page) -> bool:
    """Whether the post is in another language than the article."""
    around = [word.text for text in page.bag.texts for word in text.words]
    said = [word.text for word in post.text.words]
    return is_foreign(said, post.post.lang, around, page.article.language)


def model_for(model: Model, post: PostView, page: Page, encoder: Encoder) -> Model:
    """The model itself, or its part without words where none can be expected and the encoder needs none."""
    if model.wordless is None or not encoder.multilingual or not crosses(post, page):
        return model
    return model.without_words()
