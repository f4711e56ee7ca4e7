"""Casebook: an on-call diagnostician for AWS workloads."""
