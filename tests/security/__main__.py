"""Writes the tables into docs/security.md: `python -m tests.security`."""

from tests.security.table import PAGE, canaries, page, with_canaries

if __name__ == "__main__":
    PAGE.write_text(with_canaries(page(), canaries()))
