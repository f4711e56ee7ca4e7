"""The agents of the deterministic engine: rules over evidence, and nobody's opinion.

Specialists gather tool runs and reason over their own (`specialist.py` and one file each), the
coordinator plans, weighs and concludes, the checker strikes what its evidence does not say.
"""
