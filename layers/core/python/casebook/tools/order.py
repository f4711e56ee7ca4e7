"""The order of log lines from several groups and streams."""

from datetime import datetime

from casebook.ports.logs import LogLine


def in_order(line: LogLine) -> tuple[datetime, str, str]:
    """Sorts lines by time. CloudWatch gives lines of one millisecond in any order of their streams,
    and the same lines must give the same result; within a stream its own order stays."""
    return line.at, line.log_group, line.log_stream
