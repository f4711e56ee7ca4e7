"""A long query holds the replica back, and what was just written is not found."""

from tests.evals import aws, logs
from tests.evals.builder import ONE_HOUR, Incident, scenario


@scenario("auction", "bids", ONE_HOUR)
def replica_lag(it: Incident) -> None:
    it.has(
        aws.service("bid-api", logs.zap("bids/place.go"), "auction", 420, 25),
        aws.service("bid-feed", logs.zap("feed/read.go"), "auction", 900, 15),
        aws.database("bids-primary", 90),
        aws.database("bids-replica", 130),
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
    it.moves(-430, "bids-replica CPUUtilization 88, ReadLatency 24")
    it.log(
        "bid-feed 12 ERROR -330.. | bid is not there yet\nsql: no rows in result set: bid "
        "<0..9999999> accepted <90..400>s ago, replica bids-replica is behind"
    )
    it.moves(-330, "bid-feed 5xx 70")
    it.alarm("bid-feed-errors", "bid-feed", "5xx", 20, 3)
    it.expects(
        "bids-replica",
        "resource-exhaustion|infrastructure|dependency",
        mentions="bids-replica",
        blames="bid-api|bids-primary",
    )
