"""Reasoning: from what was measured to what most likely made it happen. Pure functions."""
