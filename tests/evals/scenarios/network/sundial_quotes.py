"""A security group that no longer lets its tasks out to the Internet."""

from tests.evals import aws, logs
from tests.evals.builder import ACCOUNT, Incident, scenario, watched

GOLD, POST = ("rates.goldfix.example", "labels.paketnetz.example")


def timed_out(host: str, path: str) -> str:
    return (
        f"quote failed: HTTPSConnectionPool(host='{host}', port=443): Max retries exceeded "
        f"with url: {path} (Caused by "
        "ConnectTimeoutError(<urllib3.connection.HTTPSConnection object at "
        f"0x7f31c2d0e590>, 'Connection to {host} timed out. (connect timeout=3.05)'))"
    )


@scenario("sundials", "quotes", watched(0.67, 0.67))
def sundial_quotes(it: Incident) -> None:
    it.has(
        aws.balancer("sundial-alb", requests=240, seconds=0.21),
        aws.tasks("sundial-quoter", logs.gunicorn, "sundials", cpu=28, memory=45),
        aws.resource("sundial-egress-sg", "other", None),
        aws.instance("sundial-pg", 33, logs.postgres),
        aws.partner(GOLD, "Sundial/Egress", calls=230, ms=110),
        aws.partner(POST, "Sundial/Egress", calls=60, ms=160),
    )
    it.calls(
        "sundial-alb > sundial-quoter > sundial-pg",
        f"sundial-quoter > sundial-egress-sg > {GOLD}",
        f"sundial-egress-sg > {POST}",
    )
    it.log(
        "sundial-quoter 1.7 -228>0.0 | quote <2000..9999> priced",
        "sundial-quoter 0.8 | draft <2000..9999> saved",
        "sundial-quoter 0.3 WARNING | latitude <67..89> beyond table, clamped",
        'sundial-pg 0.2 ERROR | relation "engravings_old" does not exist at character 15',
        f"sundial-quoter 12 ERROR -226.. | {timed_out(GOLD, '/v1/spot/XAU')}",
        f"sundial-quoter 5 ERROR -226.. | {timed_out(POST, '/rates?to=DE')}",
    )
    it.moves(
        -229,
        f"{GOLD} ClientErrors 228, ClientLatency 3052",
        f"{POST} ClientErrors 59, ClientLatency 3053",
    )
    it.moves(-227, "sundial-alb HTTPCode_Target_5XX_Count 150, TargetResponseTime 6.3")
    it.closely(f"{GOLD} ClientErrors")
    it.change(-4300, "deployment sundial-quoter | sundial-quoter 77: bronze in the list")
    it.change(
        -251,
        "configuration sundial-egress-sg netops-hardening | RevokeSecurityGroupEgress by "
        f"arn:aws:iam::{ACCOUNT}:role/netops-hardening",
        "egress.tcp.443: 0.0.0.0/0 -> 10.0.0.0/16\nDescription: open egress -> vpc only",
    )
    it.alarm("sundial-alb-5xx", "sundial-alb", "HTTPCode_Target_5XX_Count", 25, periods=3)
    it.expects(
        "sundial-egress-sg",
        "network|configuration|permission",
        mentions="egress",
        blames=f"{GOLD}|{POST}|sundial-pg",
    )
