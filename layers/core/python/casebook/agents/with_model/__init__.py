"""Agents with a language model: the loop, its tool calls, its prompts, its answers."""
