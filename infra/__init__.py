"""The infrastructure of Casebook: one construct a capability, composed in `stack.py`."""
