"""A security group that no longer lets its tasks out to the Internet."""

from __future__ import annotations

from tests.evals._generate.fourth_exam.borough import Borough
from tests.evals._generate.incident import ACCOUNT
from tests.evals._generate.styles import gunicorn, postgres

GOLD, POST = "rates.goldfix.example", "labels.paketnetz.example"


def timed_out(host: str, path: str) -> str:
    return (
        f"quote failed: HTTPSConnectionPool(host='{host}', port=443): Max retries exceeded with "
        f"url: {path} (Caused by ConnectTimeoutError(<urllib3.connection.HTTPSConnection object "
        f"at 0x7f31c2d0e590>, 'Connection to {host} timed out. (connect timeout=3.05)'))"
    )


def sundial_quotes() -> Borough:
    case = Borough("sundial-quotes", "sundials", "quotes")
    case.balancer("sundial-alb", requests=240, seconds=0.21)
    case.tasks("sundial-quoter", gunicorn, "sundials", cpu=28, memory=45)
    case.resource("sundial-egress-sg", "other", None)
    case.instance("sundial-pg", 33, postgres)
    case.partner(GOLD, "Sundial/Egress", requests=230, ms=110)
    case.partner(POST, "Sundial/Egress", requests=60, ms=160)
    case.calls("sundial-alb > sundial-quoter > sundial-pg")
    case.calls(f"sundial-quoter > sundial-egress-sg > {GOLD}", f"sundial-egress-sg > {POST}")

    case.business(
        "sundial-quoter", lambda d: f"quote {d.randint(2000, 9999)} priced", 1.7, (-228, 0.0)
    )
    case.business("sundial-quoter", lambda d: f"draft {d.randint(2000, 9999)} saved", 0.8)
    case.says(
        "sundial-quoter",
        lambda d: f"latitude {d.randint(67, 89)} beyond table, clamped",
        0.3,
        level="WARNING",
    )
    case.says(
        "sundial-pg", 'relation "engravings_old" does not exist at character 15', 0.2, level="ERROR"
    )

    case.says("sundial-quoter", timed_out(GOLD, "/v1/spot/XAU"), 12, since=-226, level="ERROR")
    case.says("sundial-quoter", timed_out(POST, "/rates?to=DE"), 5, since=-226, level="ERROR")
    case.moves(GOLD, -229, {"ClientErrors": 228, "ClientLatency": 3052})
    case.moves(POST, -229, {"ClientErrors": 59, "ClientLatency": 3053})
    case.moves("sundial-alb", -227, {"HTTPCode_Target_5XX_Count": 150, "TargetResponseTime": 6.3})
    case.closely(GOLD, "ClientErrors")
    case.change(-4300, "deployment", "sundial-quoter", "sundial-quoter 77: bronze in the list")
    case.change(
        -251,
        "configuration",
        "sundial-egress-sg",
        f"RevokeSecurityGroupEgress by arn:aws:iam::{ACCOUNT}:role/netops-hardening",
        "netops-hardening",
        "egress.tcp.443: 0.0.0.0/0 -> 10.0.0.0/16\nDescription: open egress -> vpc only",
    )
    case.alarm("sundial-alb-5xx", "sundial-alb", "HTTPCode_Target_5XX_Count", 25, periods=3)
    case.expects(
        ["confirmed", "likely"],
        ["sundial-egress-sg"],
        ["network", "configuration", "permission"],
        ["egress"],
        [GOLD, POST, "sundial-pg"],
    )
    return case
