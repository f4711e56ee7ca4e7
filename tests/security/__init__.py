"""What a model that obeys whatever it reads can do: nothing that it may not.

Each attack of `attacks.py` is written in each place of `places.py` that strangers can write in, and
`ObedientModel` does what it says. `python -m tests.security` writes the table of docs/security.md.
"""
