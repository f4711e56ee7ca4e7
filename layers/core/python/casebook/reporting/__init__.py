"""Reporting: what a person reads of a conclusion."""
