"""Calibration: how far a report's confidence, citations and names can be trusted."""
