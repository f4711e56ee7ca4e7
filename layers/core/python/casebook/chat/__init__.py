"""Chat about a workload: what the chat's handlers call."""
