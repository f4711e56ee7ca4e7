"""Secrets are replaced, and what acts instead of being seen is spelled out, before anything that
Casebook read is stored, shown or sent to a model."""

from casebook.redaction.harmless import harmless
from casebook.redaction.redactor import Redactor, redact

__all__ = ["Redactor", "harmless", "redact"]
