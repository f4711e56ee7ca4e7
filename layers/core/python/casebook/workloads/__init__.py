"""Registering what is watched, and telling Casebook of changes."""
