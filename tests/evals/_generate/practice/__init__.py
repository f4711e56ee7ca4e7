"""Incidents to practise on, written by somebody who had not read the rules."""

from __future__ import annotations

from tests.evals._generate.practice import (
    archive_explicit_deny,
    aurora_after_cache_node,
    flag_bulk_tiers,
    health_check_path,
    internal_tls_expired,
    kinesis_poison_record,
    lambda_limits_drift,
    mysql_lock_waits,
    nat_port_exhaustion,
    redis_evictions_ttl,
    retry_client_upgrade,
    rotated_secret_stale,
)

SCENARIOS = (
    lambda_limits_drift.build,
    flag_bulk_tiers.build,
    internal_tls_expired.build,
    nat_port_exhaustion.build,
    redis_evictions_ttl.build,
    aurora_after_cache_node.build,
    kinesis_poison_record.build,
    archive_explicit_deny.build,
    rotated_secret_stale.build,
    health_check_path.build,
    mysql_lock_waits.build,
    retry_client_upgrade.build,
)
