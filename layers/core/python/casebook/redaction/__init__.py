"""Secrets are replaced before anything that Casebook read is stored, shown or sent to a model."""

from casebook.redaction.redactor import Redactor, redact

__all__ = ["Redactor", "redact"]
