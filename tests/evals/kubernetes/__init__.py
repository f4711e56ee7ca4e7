"""Incidents in a Kubernetes cluster, one row of a table each (docs/evaluation.md)."""
