"""Answers in a chat by fixed rules."""
