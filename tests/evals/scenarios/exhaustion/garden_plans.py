"""A deployment asks for more memory than any node has; the new pods wait, the old are gone."""

import json

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched
from tests.evals.logs.clock import iso

EVENTS = "/eks/gardens/events"
ONSET = -245.0


def waits(at: float) -> str:
    """https://kubernetes.io/docs/concepts/scheduling-eviction/kube-scheduler/"""
    return json.dumps({
        "type": "Warning", "reason": "FailedScheduling", "count": 1,
        "message": "0/6 nodes are available: 6 Insufficient memory. preemption: 0/6 nodes are "
        "available: 6 No preemption victims found for incoming pod.",
        "involvedObject": {
            "kind": "Pod", "namespace": "prod", "name": "plot-render-7d9c5b6f4-x2k8q"
        },
        "source": {"component": "default-scheduler"},
        "firstTimestamp": iso(at), "lastTimestamp": iso(at),
    })  # fmt: skip


@scenario("gardens", "plans", watched(0.68, 0.68))
def garden_plans(it: Incident) -> None:
    render = aws.pod("plot-render", logs.slog("plot-render"), "gardens", 34, 52)
    it.has(
        aws.alb("gardens-alb", requests=330, seconds=0.13),
        aws.Resource(
            render.name, "eks-workload", render.style, render.group, render.measured, (EVENTS,)
        ),
        aws.pod("seed-lists", logs.pino("seed-lists-1"), "gardens", 15, 31),
        aws.instance("gardens-postgres", 44, logs.postgres),
    )
    it.calls("gardens-alb > plot-render > gardens-postgres", "seed-lists > gardens-postgres")
    it.log(
        f"plot-render 1.2 {ONSET}>0.0 | plan of plot <0..9999> drawn",
        f"plot-render 0.2 WARN {ONSET}>0.0 | plot <0..9999> has no compass",
        "seed-lists 0.8 | seeds for week <1..52> listed",
        "seed-lists 0.2 ERROR | packet <100..999> has no picture",
    )
    for number in range(9):
        at = ONSET + 2 + number * 28
        it.line(EVENTS, "events", at, waits(at))
    it.moves(ONSET, "gardens-alb HTTPCode_ELB_5XX_Count 240", ramp=30)
    it.moves(ONSET, "plot-render pod_cpu_utilization 3")
    it.change(-5600, "configuration seed-lists m.osei | PAGE_SIZE 40 -> 60")
    it.change(
        ONSET - 40,
        "configuration plot-render terraform | kubernetes_deployment.plot-render, recreate",
        "resources.requests.memory: 1Gi -> 12Gi",
    )
    it.alarm("gardens-5xx", "gardens-alb", "HTTPCode_ELB_5XX_Count", 25, 3)
    it.expects(
        "plot-render", "configuration", mentions="memory", blames="seed-lists|gardens-postgres"
    )
