"""`casebook eval`: incidents with a known cause, loaded as users' data come in, and scored.

A scenario is a folder in the format of docs/evaluation.md. Nothing here looks inside the product:
what goes in goes over its API and AWS' own, and what is judged is the report.
"""
