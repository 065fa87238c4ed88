"""What a write did, in rows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Rows inserted, found equal, and brought up to date; `str` is what a command prints."""

    inserted: int = 0
    unchanged: int = 0
    updated: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            inserted=self.inserted + other.inserted,
            unchanged=self.unchanged + other.unchanged,
            updated=self.updated + other.updated,
        )

    def __str__(self) -> str:
        said = f"{self.inserted} inserted, {self.unchanged} unchanged"
        return f"{said}, {self.updated} updated" if self.updated else said
