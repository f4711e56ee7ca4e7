"""Incidents to practise on, written by somebody who had not read the rules."""

from __future__ import annotations

from tests.evals._generate.practice import (
    aurora_after_cache_node,
    flag_bulk_tiers,
    internal_tls_expired,
    lambda_limits_drift,
    nat_port_exhaustion,
    redis_evictions_ttl,
)

SCENARIOS = (
    lambda_limits_drift.build,
    flag_bulk_tiers.build,
    internal_tls_expired.build,
    nat_port_exhaustion.build,
    redis_evictions_ttl.build,
    aurora_after_cache_node.build,
)
