"""What web archives hold: their indexes, the client that asks them, and the captures of posts."""
