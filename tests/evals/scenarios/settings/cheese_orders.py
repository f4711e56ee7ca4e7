"""Somebody scales a deployment on EKS down to no pod; who calls it finds nobody behind its name."""

import json

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched
from tests.evals.logs.clock import iso

EVENTS = "/eks/dairy/events"


def event(at: float, name: str, message: str) -> str:
    """https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/"""
    return json.dumps({
        "type": "Normal", "reason": "ScalingReplicaSet", "message": message, "count": 1,
        "involvedObject": {"kind": "Deployment", "namespace": "prod", "name": name},
        "source": {"component": "deployment-controller"},
        "firstTimestamp": iso(at), "lastTimestamp": iso(at),
    })  # fmt: skip


@scenario("dairy", "orders", watched(0.68, 0.68))
def cheese_orders(it: Incident) -> None:
    ripening = aws.pod("cheese-ripening", logs.slog("cheese-ripening"), "dairy", 31, 48)
    it.has(
        aws.alb("dairy-alb", requests=410, seconds=0.07),
        aws.pod("cheese-orders", logs.zap("orders/place.go"), "dairy", 27, 44),
        aws.Resource(
            ripening.name,
            "eks-workload",
            ripening.style,
            ripening.group,
            ripening.measured,
            (EVENTS,),
        ),
        aws.instance("dairy-postgres", 52, logs.postgres),
    )
    it.calls("dairy-alb > cheese-orders > cheese-ripening", "cheese-orders > dairy-postgres")
    it.log(
        "cheese-orders 1.5 -238>0.1 | wheel <1000..9999> ordered",
        "cheese-orders 0.3 WARN | wheel <1000..9999> has no rind grade",
        "cheese-ripening 1.2 -239>0.0 | age of wheel <1000..9999> read",
        "cheese-ripening 0.2 ERROR -239>0.0 | hygrometer <1..40> silent",
        "cheese-orders 21 ERROR -238.. x3 | order not placed\nrpc error: code = Unavailable desc = "
        'connection error: desc = "transport: Error while dialing: dial tcp 172.20.81.7:9090: '
        'connect: connection refused"',
    )
    it.line(EVENTS, "events", -241, event(-241, "cheese-ripening",
            "Scaled down replica set cheese-ripening-6d5f7c9b8d to 0 from 3"))  # fmt: skip
    it.moves(-238, "dairy-alb HTTPCode_Target_5XX_Count 330")
    it.change(-6100, "deployment cheese-orders argo-cd | cheese-orders 88: vegetarian rennet")
    it.alarm("dairy-5xx", "dairy-alb", "HTTPCode_Target_5XX_Count", 40, periods=3)
    it.expects(
        "cheese-ripening",
        "configuration",
        mentions="scaled down",
        blames="cheese-orders|dairy-postgres|dairy-alb",
    )
