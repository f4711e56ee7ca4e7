"""Citing: how a claim is bound to its evidence, and the checker that is no language model."""
