"""What may be spent on models, what was, and who is told: the use cases around the ledger."""
