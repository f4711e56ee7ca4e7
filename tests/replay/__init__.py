"""Scenarios diagnosed in this process: the real agents and use cases over sources in memory."""
