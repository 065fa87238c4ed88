"""How the world writes: bytes as letters, the language of a text, its days and moments."""
