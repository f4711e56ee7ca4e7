"""Language models: what Casebook asks of one (`port`), and the chain that asks several in turn."""
