"""Incidents to practise on, written by somebody who had not read the rules."""

from __future__ import annotations

from tests.evals._generate.practice import (
    archive_explicit_deny,
    aurora_after_cache_node,
    batch_on_shared_aurora,
    flag_bulk_tiers,
    geo_index_minute,
    health_check_path,
    import_error_and_full_disk,
    internal_tls_expired,
    kinesis_poison_record,
    lambda_limits_drift,
    mysql_lock_waits,
    nat_port_exhaustion,
    nightly_export_peak,
    p99_threshold_too_tight,
    redis_evictions_ttl,
    retry_client_upgrade,
    rotated_secret_stale,
    saas_down_after_release,
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
    batch_on_shared_aurora.build,
    saas_down_after_release.build,
    import_error_and_full_disk.build,
    p99_threshold_too_tight.build,
    nightly_export_peak.build,
    geo_index_minute.build,
)
