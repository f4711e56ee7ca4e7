"""A long query holds the replica back, and what was just written is not found."""

from tests.evals.builder import ONE_HOUR, Incident, database, scenario, service
from tests.evals.dialects import zap


@scenario("auction", "bids", ONE_HOUR)
def replica_lag(it: Incident) -> None:
    it.has(
        service("bid-api", zap("bids/place.go"), "auction", 420, 25),
        service("bid-feed", zap("feed/read.go"), "auction", 900, 15),
        database("bids-primary", 90),
        database("bids-replica", 130),
    )
    at = {"DBInstanceIdentifier": "bids-replica"}
    it.measured("bids-replica", "AWS/RDS", at, {"ReplicaLag": ("Seconds", 0.2)})
    it.calls("bid-api > bids-primary", "bid-feed > bids-replica", "bids-primary > bids-replica")
    it.log(
        "bid-api 2.5 | bid <0..9999999> placed",
        "bid-feed 2 | sent <1..30> bids",
        "bid-feed 0.5 WARN | client too slow, dropped",
    )
    it.change(-14000, "deployment bid-api spinnaker | bid-api 201")
    it.moves(-420, "bids-replica ReplicaLag 410", ramp=400)
    it.moves(-430, "bids-replica CPUUtilization 88", "bids-replica ReadLatency 24")
    it.log(
        "bid-feed 12 ERROR | bid is not there yet\nsql: no rows in result set: bid "
        "<0..9999999> accepted <90..400>s ago, replica bids-replica is behind",
        since=-330,
    )
    it.moves(-330, "bid-feed 5xx 70")
    it.alarm("bid-feed-errors", "bid-feed", "5xx", 20, 3)
    it.expects(
        "bids-replica",
        "resource-exhaustion|infrastructure|dependency",
        mentions="bids-replica",
        blames="bid-api|bids-primary",
    )
