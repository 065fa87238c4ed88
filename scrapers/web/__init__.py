"""How the web is asked: politely, within bounds, nowhere private; no other package speaks HTTP."""
