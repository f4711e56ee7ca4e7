"""A statement inside of one that bounds what comes back, before the database sends it.

A driver reads a whole answer into memory, and one cell can have a gigabyte. So each row is made
into JSON text there, and one that is too long is left there.
"""


def enveloped(statement: str, rows: int, characters: int) -> str:
    """A SELECT of at most so many rows with two columns: the row as JSON text, or NULL when it has
    more characters; and how many it has."""
    return (
        "SELECT CASE WHEN pg_catalog.length(casebook_text) <= "
        f"{characters:d} THEN casebook_text END, pg_catalog.length(casebook_text) "
        "FROM (SELECT pg_catalog.row_to_json(casebook_row)::pg_catalog.text AS casebook_text "
        f"FROM ({statement}) AS casebook_row LIMIT {rows:d}) AS casebook_rows"
    )
