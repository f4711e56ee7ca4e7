"""Many clients, alarms and diagnoses at once on the local stack, and proof that nothing is lost."""
