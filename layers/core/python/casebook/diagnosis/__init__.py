"""Diagnosing incidents: what alarms, people and the state machine's steps call."""
