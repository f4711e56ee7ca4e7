"""The product's ports in memory: for tests, and for diagnoses by replay.

Each passes the same conformance tests as its adapter.
"""
