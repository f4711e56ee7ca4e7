"""Writes the pages and schemas of docs/ that follow from the code: `make docs`."""
