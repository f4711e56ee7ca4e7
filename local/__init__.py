"""Casebook on a laptop: the AWS emulator's runner, the demo workload and its faults.

Nothing here is deployed to a real account, and nothing here talks to one: every AWS client is
built by `local.aws`, which names the emulator's endpoint and its well-known credentials.
"""
