"""Article paragraphs -> claims with their speakers."""

from linker.claims.reading import claims_of

__all__ = ["claims_of"]
