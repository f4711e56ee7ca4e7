"""Where ports meet AWS. Only `wiring.py` imports from here."""
