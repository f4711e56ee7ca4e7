"""What AWS, platforms and software call things: tables of literals, each row with its own examples,
and the loaders that validate them. Logic stays in Python; a table holds no expression."""
