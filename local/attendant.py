"""Does beside the emulator what CloudWatch does by itself: `python -m local.attendant ENDPOINT`.

- It meters the shop's functions; see `local.metering`.
- It is the heartbeat of the alarms. CloudWatch evaluates alarms by the clock; the emulator does so
  only when somebody calls PutMetricData. So a metric of its own goes in every second, which says
  nothing about the workload and which no alarm watches.

It is a process of its own, one for a stack, so that alarms fire for as long as the stack is up and
each invocation is counted once, however many commands run. It ends when the emulator is gone.
"""

from __future__ import annotations

import subprocess
import sys
import time

from botocore.exceptions import ClientError, ConnectionError, HTTPClientError

from local import aws, paths
from local.aws import Aws
from local.metering import Meter

SECONDS = 1.0
NAMESPACE = "Casebook/Local"
FAILURES_UNTIL_GONE = 3


def start(endpoint: str) -> None:
    """Starts the attendant of the emulator at `endpoint`."""
    with (paths.LOCAL / "attendant.log").open("wb") as log:
        subprocess.Popen(
            [sys.executable, "-m", "local.attendant", endpoint],
            cwd=paths.ROOT,
            env=aws.environment(endpoint),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def attend(account: Aws) -> None:
    """Works until the emulator has been away for a few beats."""
    cloudwatch = account.client("cloudwatch")
    meter = Meter(account, since=int(time.time() * 1000))
    failures = 0
    while failures < FAILURES_UNTIL_GONE:
        started = time.monotonic()
        try:
            meter.read()
            cloudwatch.put_metric_data(
                Namespace=NAMESPACE, MetricData=[{"MetricName": "Heartbeat", "Value": 1}]
            )
            failures = 0
        except (ClientError, ConnectionError, HTTPClientError) as error:
            print(f"beat missed: {error}", flush=True)
            failures += 1
        time.sleep(max(0.0, SECONDS - (time.monotonic() - started)))


if __name__ == "__main__":
    attend(Aws(sys.argv[1]))
