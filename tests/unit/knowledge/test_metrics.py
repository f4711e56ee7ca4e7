"""What the table of metrics says of AWS' names and of those that teams give."""

import pytest

from casebook.knowledge.metrics import Harm, MetricKind, Shape, describe_metric

# Judged by the services' own pages, not by the table: namespace, name, kind, harm, shape.
JUDGED = """
AWS/Lambda Errors errors rise count
AWS/Lambda Duration latency rise duration
AWS/Lambda Throttles throttle rise count
AWS/Lambda Invocations traffic either count
AWS/Lambda ConcurrentExecutions saturation rise level
AWS/Lambda UnreservedConcurrentExecutions saturation rise level
AWS/Lambda ProvisionedConcurrencyUtilization saturation rise share
AWS/Lambda IteratorAge age rise age
AWS/Lambda AsyncEventAge age rise age
AWS/Lambda AsyncEventsDropped errors rise count
AWS/Lambda DeadLetterErrors errors rise count
AWS/Lambda OffsetLag backlog rise level
AWS/DynamoDB SuccessfulRequestLatency latency rise duration
AWS/DynamoDB SystemErrors errors rise count
AWS/DynamoDB UserErrors errors rise count
AWS/DynamoDB ConditionalCheckFailedRequests errors rise count
AWS/DynamoDB WriteThrottleEvents throttle rise count
AWS/DynamoDB ConsumedWriteCapacityUnits traffic either count
AWS/DynamoDB ProvisionedWriteCapacityUnits other none level
AWS/DynamoDB ReplicationLatency age rise age
AWS/SQS ApproximateAgeOfOldestMessage age rise age
AWS/SQS ApproximateNumberOfMessagesVisible backlog rise level
AWS/SQS ApproximateNumberOfMessagesNotVisible saturation rise level
AWS/SQS NumberOfMessagesSent traffic either count
AWS/SQS NumberOfMessagesReceived work fall count
AWS/SQS NumberOfMessagesDeleted work fall count
AWS/SNS NumberOfMessagesPublished traffic either count
AWS/SNS NumberOfNotificationsFailed errors rise count
AWS/SNS NumberOfNotificationsDelivered work fall count
AWS/SNS SMSSuccessRate availability fall share
AWS/ECS CPUUtilization saturation rise share
AWS/ECS MemoryUtilization saturation rise share
ECS/ContainerInsights RunningTaskCount state fall level
ECS/ContainerInsights PendingTaskCount state rise level
ECS/ContainerInsights DesiredTaskCount other none level
ContainerInsights pod_number_of_container_restarts state rise counter
ContainerInsights pod_status_pending state rise level
ContainerInsights pod_status_ready state fall level
ContainerInsights pod_container_status_waiting_reason_image_pull_error state rise level
ContainerInsights node_status_condition_disk_pressure state rise level
ContainerInsights node_status_condition_ready state fall level
ContainerInsights status_replicas_unavailable state rise level
ContainerInsights node_memory_utilization saturation rise share
ContainerInsights node_cpu_usage_total load rise level
ContainerInsights cluster_failed_node_count state rise level
AWS/ApplicationELB RequestCount traffic either count
AWS/ApplicationELB TargetResponseTime latency rise duration
AWS/ApplicationELB HTTPCode_ELB_5XX_Count errors rise count
AWS/ApplicationELB RejectedConnectionCount errors rise count
AWS/ApplicationELB NewConnectionCount connections-opened rise count
AWS/ApplicationELB ActiveConnectionCount saturation rise level
AWS/ApplicationELB HealthyHostCount state fall level
AWS/ApplicationELB UnHealthyHostCount state rise level
AWS/NetworkELB NewFlowCount connections-opened rise count
AWS/NetworkELB ProcessedBytes load rise level
AWS/ApiGateway 5XXError errors rise count
AWS/ApiGateway 4xx errors rise count
AWS/ApiGateway Count traffic either count
AWS/ApiGateway IntegrationLatency latency rise duration
AWS/RDS DatabaseConnections saturation rise level
AWS/RDS FreeableMemory headroom fall level
AWS/RDS FreeStorageSpace headroom fall level
AWS/RDS BurstBalance headroom fall level
AWS/RDS CPUCreditBalance headroom fall level
AWS/RDS ReplicaLag age rise age
AWS/RDS AuroraReplicaLag age rise age
AWS/RDS OldestReplicationSlotLag backlog rise level
AWS/RDS DBLoad load rise level
AWS/RDS ReadIOPS load rise level
AWS/RDS WriteThroughput load rise level
AWS/RDS TransactionLogsGeneration load rise level
AWS/RDS DiskQueueDepth load rise level
AWS/RDS CommitThroughput work fall count
AWS/RDS Deadlocks errors rise count
AWS/RDS BufferCacheHitRatio other fall share
AWS/RDS EngineUptime state fall counter
AWS/ElastiCache EngineCPUUtilization saturation rise share
AWS/ElastiCache Evictions other rise count
AWS/ElastiCache CurrConnections saturation rise level
AWS/ElastiCache NewConnections connections-opened rise count
AWS/ElastiCache ReplicationLag age rise age
AWS/Kinesis GetRecords.IteratorAgeMilliseconds age rise age
AWS/Kinesis WriteProvisionedThroughputExceeded throttle rise count
AWS/Kinesis IncomingRecords traffic either count
AWS/Kafka SumOffsetLag backlog rise level
AWS/Kafka EstimatedMaxTimeLag age rise age
AWS/Kafka UnderReplicatedPartitions state rise level
AWS/Kafka ActiveControllerCount state fall level
AWS/Kafka CpuIdle headroom fall share
AWS/Kafka BytesInPerSec load rise level
AWS/ES ClusterStatus.red state rise level
AWS/ES JVMMemoryPressure saturation rise share
AWS/ES ThreadpoolWriteRejected errors rise count
AWS/ES ThreadpoolWriteQueue backlog rise level
AWS/S3 5xxErrors errors rise count
AWS/S3 FirstByteLatency latency rise duration
AWS/States ExecutionsTimedOut errors rise count
AWS/States ExecutionsStarted traffic either count
AWS/States ExecutionsSucceeded work fall count
AWS/EC2 StatusCheckFailed state rise level
AWS/EC2 NetworkIn load rise level
AWS/EBS VolumeQueueLength load rise level
AWS/NATGateway ErrorPortAllocation errors rise count
AWS/NATGateway ActiveConnectionCount saturation rise level
AWS/CloudFront 5xxErrorRate errors rise share
AWS/CloudFront CacheHitRate other fall share
AWS/AppSync 4XXError errors rise count
AWS/Events FailedInvocations errors rise count
AWS/Events ThrottledRules throttle rise count
AWS/Firehose DeliveryToS3.DataFreshness age rise age
AWS/Firehose DeliveryToS3.Success availability fall share
AWS/EFS PercentIOLimit saturation rise share
AWS/DocDB DBInstanceReplicaLag age rise age
AWS/Usage CallCount traffic either count
AWS/CertificateManager DaysToExpiry headroom fall level
- checkout_errors_total errors rise counter
- http_5xx errors rise count
- TimeoutCount errors rise count
- DroppedMessages errors rise count
- request_latency_p99 latency rise duration
- queue_wait_ms latency rise duration
- queue_depth backlog rise level
- dlq_depth backlog rise level
- pod_restarts state rise counter
- MessagesReceived traffic either count
- Uptime state fall counter
- error_rate errors rise share
- success_rate availability fall share
- container_cpu_cfs_throttled_seconds_total saturation rise counter
- http_429 throttle rise count
- consumer_lag_seconds age rise age
- consumer_lag backlog rise level
- free_disk_space headroom fall level
- stale_hives other either level
""".strip().splitlines()

UNITS = {
    ("AWS/Lambda", "Duration"): "Milliseconds",
    ("AWS/Lambda", "IteratorAge"): "Milliseconds",
    ("AWS/SQS", "ApproximateAgeOfOldestMessage"): "Seconds",
    ("AWS/RDS", "ReadLatency"): "Seconds",
    ("AWS/RDS", "CommitLatency"): "Milliseconds",
    ("AWS/RDS", "ReplicaLag"): "Seconds",
    ("AWS/RDS", "AuroraReplicaLag"): "Milliseconds",
    ("AWS/ApplicationELB", "TargetResponseTime"): "Seconds",
    ("AWS/ECS", "CPUUtilization"): "Percent",
    ("", "render_time_ms"): "Milliseconds",
    ("", "widgets"): None,
}


@pytest.mark.parametrize("line", JUDGED)
def test_a_name_tells_kind_harm_and_shape(line: str) -> None:
    namespace, name, kind, harm, shape = line.split()

    traits = describe_metric("" if namespace == "-" else namespace, name)

    assert (traits.kind, traits.harm, traits.shape) == (kind, harm, shape)


@pytest.mark.parametrize(("metric", "unit"), UNITS.items())
def test_the_unit_is_told_where_it_is_known(metric: tuple[str, str], unit: str | None) -> None:
    assert describe_metric(*metric).unit == unit


def test_counts_are_summed_the_slowest_counts_and_of_what_is_left_the_least() -> None:
    statistics = {
        name: describe_metric("AWS/x", name).statistic
        for name in ("Errors", "WriteThrottleEvents", "RejectedConnectionCount", "Duration",
                     "ReplicaLag", "CPUUtilization", "HealthyHostCount", "FreeStorageSpace")
    }  # fmt: skip

    assert statistics == {
        "Errors": "Sum",
        "WriteThrottleEvents": "Sum",
        "RejectedConnectionCount": "Sum",
        "Duration": "Maximum",
        "ReplicaLag": "Maximum",
        "CPUUtilization": "Average",
        "HealthyHostCount": "Minimum",
        "FreeStorageSpace": "Minimum",
    }


def test_a_new_connection_is_no_request_and_a_throttled_processor_no_refusal() -> None:
    opened = describe_metric("AWS/ApplicationELB", "NewConnectionCount")
    processor = describe_metric("", "container_cpu_cfs_throttled_seconds_total")

    assert opened.kind is not MetricKind.TRAFFIC
    assert processor.kind is not MetricKind.THROTTLE
    assert not processor.is_trouble


def test_the_same_words_mean_what_their_service_means_by_them() -> None:
    sent_by_a_team = describe_metric("Shop/Worker", "NumberOfMessagesReceived")
    of_a_queue = describe_metric("AWS/SQS", "NumberOfMessagesReceived")

    assert (sent_by_a_team.kind, of_a_queue.kind) == (MetricKind.TRAFFIC, MetricKind.WORK)


def test_a_name_that_says_nothing_may_be_harmful_either_way() -> None:
    traits = describe_metric("Apiary", "Honey")

    assert (traits.kind, traits.harm, traits.shape) == (
        MetricKind.OTHER, Harm.EITHER, Shape.LEVEL,
    )  # fmt: skip
    assert traits.harmful_sign == 1


def test_only_prometheus_names_are_of_counters() -> None:
    assert describe_metric("", "jobs_failed_total").shape is Shape.COUNTER
    assert describe_metric("AWS/x", "JobsFailedTotal").shape is Shape.COUNT
