"""Incident diagnosis in plain objects: no I/O, no AWS, nothing but the standard library and Pydantic."""
