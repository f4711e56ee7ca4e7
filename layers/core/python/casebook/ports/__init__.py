"""What Casebook needs of the world. Adapters implement these; `wiring` is where they meet.

A port speaks the domain's words, never an API's. Every adapter raises only CasebookError
(`AwsCallFailed` for an AWS API that refused or failed).
"""
