"""Metamorphic relations: a test of the diagnosis that needs no new incidents.

An incident has a known cause. Whatever is made from it by a change that does not touch the cause
has the same one: other names, another logger, an older beginning. Each relation makes such variants
of any scenario, seeded, and says what must hold of their reports.

T. Y. Chen et al., "Metamorphic Testing: A Review of Challenges and Opportunities", 2018.
"""
