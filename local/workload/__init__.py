"""A shop in miniature: the workload that the demo breaks and Casebook diagnoses."""
