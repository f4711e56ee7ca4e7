"""Writes the scenarios of tests/evals: `python -m tests.evals._generate`, seeded by their names."""
