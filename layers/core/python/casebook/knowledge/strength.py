"""How far evidence carries a claim: four strengths, each with what it is meant to say.

Finer numbers would claim a knowledge that nobody has: how often an error of this kind is the cause
was measured nowhere. Four steps keep the order, and what lies between them is left to how many
witnesses say so (weighing.py).

Every rule, row and tie gives one of the four. What makes the same evidence carry less takes a step
off: it came a single time, was told as information, was only supposed by the program, or the change
is hours old. What is far from usual is weak where hardly anything was measured before.
"""

from enum import StrEnum


class Strength(StrEnum):
    """How far the evidence alone carries a claim."""

    DIRECT = "direct"  # the evidence names the cause
    STRONG = "strong"  # it fits, and little else would
    CIRCUMSTANTIAL = "circumstantial"  # it fits, and other things would too
    WEAK = "weak"  # it corroborates

    @property
    def weight(self) -> float:
        """0 to 1, as findings have it."""
        return _WEIGHTS[self]

    def weaker(self, steps: int = 1) -> "Strength":
        """So many steps down, and not below weak."""
        return _STEPS[min(_STEPS.index(self) + steps, len(_STEPS) - 1)]

    def stronger(self) -> "Strength":
        """A step up, and not above direct."""
        return _STEPS[max(_STEPS.index(self) - 1, 0)]


# No single strong finding makes a report sure (above .8); two witnesses, or a direct one, may.
_WEIGHTS = {
    Strength.DIRECT: 0.9,
    Strength.STRONG: 0.72,
    Strength.CIRCUMSTANTIAL: 0.58,
    Strength.WEAK: 0.3,
}
_STEPS = tuple(Strength)
