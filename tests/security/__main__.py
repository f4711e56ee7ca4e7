"""Writes the table into docs/security.md: `python -m tests.security`."""

from tests.security.table import PAGE, page

if __name__ == "__main__":
    PAGE.write_text(page())
