"""Answers in a chat by a language model."""
