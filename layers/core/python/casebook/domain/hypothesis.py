"""A hypothesis: a candidate cause, with what speaks for it and against it."""

from casebook.domain.finding import Category, Strength
from casebook.domain.model import Model
from casebook.domain.prose import Prose


class Argument(Model):
    """A finding's claim as it is used for or against a hypothesis. `model` is the language model
    that said so, and None where a rule did."""

    claim: Prose
    agent: str
    evidence: tuple[str, ...]
    model: str | None = None


class Hypothesis(Model):
    """`resource` failed in the manner of `category`."""

    resource: str
    category: Category
    summary: Prose
    confidence: Strength
    supports: tuple[Argument, ...] = ()
    contradicts: tuple[Argument, ...] = ()
