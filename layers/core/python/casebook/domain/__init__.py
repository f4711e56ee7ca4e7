"""Incident diagnosis in plain objects: no I/O, no AWS, only the standard library and Pydantic."""
