"""What can be worked out from lines and numbers alone: pure functions, no I/O."""

from casebook.analysis.templates import mine_templates

__all__ = ["mine_templates"]
