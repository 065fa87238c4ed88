"""How results and progress are told to a front end."""
