"""How many diagnoses an hour an account's quotas bear: `python -m local.scale [RATE …]`."""
