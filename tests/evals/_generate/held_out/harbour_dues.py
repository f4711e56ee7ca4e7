"""A private zone is no longer answered in the services' network."""

from __future__ import annotations

from tests.evals._generate.held_out.formats import slog
from tests.evals._generate.held_out.recording import Recording
from tests.evals._generate.incident import Incident
from tests.evals._generate.styles import gunicorn

TARIFF, REGISTRY = -412.0, -366.0


def harbour_dues() -> Incident:
    it = Recording("harbour-dues", "port-authority", "dues")
    it.balancer("dues-alb", 320, 0.085)
    it.tasks("dues-portal", slog("dues-portal"), "port", 26)
    it.tasks("tariff-svc", slog("tariff-svc"), "port", 18)
    it.metric("tariff-svc", "Port/http", "Requests", {"Service": "tariff-svc"}, "Count", 280)
    it.tasks("vessel-registry", gunicorn, "port", 22)
    it.instance("registry-pg", 38)
    it.resource("harbour-zone", "other")
    it.calls("dues-alb > dues-portal > tariff-svc", "dues-portal > vessel-registry > registry-pg")
    it.calls("dues-portal > harbour-zone", "vessel-registry > harbour-zone")
    business(it)

    it.change(
        -654,
        "configuration",
        "harbour-zone",
        "DisassociateVPCFromHostedZone Z0441729 harbour.internal",
        "assumed-role/network-admin/hkoenig",
        [{"path": "VPCs", "before": "vpc-0d41c7, vpc-77e0a2", "after": "vpc-77e0a2"}],
    )
    it.change(
        -447, "deployment", "dues-portal", "dues-portal 1.44.0: Polish and Danish", "gitlab-ci"
    )
    it.says(
        "dues-portal",
        lambda d: (
            "cannot price call\nGet "
            f'"http://tariff.harbour.internal:8080/v1/tariffs/{d.choice(["BULK", "RORO", "CONT"])}"'
            ": dial tcp: lookup tariff.harbour.internal on 10.40.0.2:53: no such host"
        ),
        11,
        since=TARIFF,
        level="ERROR",
    )
    it.says(
        "vessel-registry",
        lambda d: (
            f"Exception in worker process on GET /vessels/{d.randint(9 * 10**6, 10**7 - 1)}\n"
            "psycopg2.OperationalError: could not translate host name "
            '"registry-db.harbour.internal" to address: Name or service not known'
        ),
        8,
        since=REGISTRY,
        level="ERROR",
    )
    it.says(
        "dues-portal",
        "vessel lookup failed\nvessel-registry answered 500 Internal Server Error",
        7,
        since=REGISTRY,
        level="ERROR",
    )
    it.series("dues-alb", "HTTPCode_Target_5XX_Count").shift(TARIFF, 190, ramp=70)
    it.series("tariff-svc", "Requests").shift(TARIFF, 4, ramp=70)
    it.series("tariff-svc", "CPUUtilization").shift(TARIFF, 2, ramp=70)
    it.series("registry-pg", "DatabaseConnections").shift(REGISTRY, 9, ramp=200)
    it.series("registry-pg", "CPUUtilization").shift(REGISTRY, 8, ramp=120)
    it.alarm("dues-5xx", "dues-alb", "HTTPCode_Target_5XX_Count", 30, 6, missing="notBreaching")
    return it.expects(
        ["confirmed", "likely"],
        "harbour-zone",
        ["network", "configuration"],
        ["harbour.internal"],
        ["dues-portal", "tariff-svc", "vessel-registry", "registry-pg"],
    )


def business(it: Recording) -> None:
    it.says("dues-portal", lambda d: f"port call {d.randrange(10**6)} priced", 2, until=TARIFF)
    it.says("dues-portal", lambda d: f"berth plan of quay {d.randint(1, 14)} shown", 1.2)
    it.says(
        "dues-portal",
        lambda d: f"vessel {d.randint(9 * 10**6, 10**7 - 1)} has no AIS position, using last one",
        0.6,
        level="WARN",
    )
    it.says(
        "dues-portal",
        lambda d: f"declaration refused\n422: gross tonnage missing in call {d.randrange(10**6)}",
        0.4,
        level="ERROR",
    )
    it.says("tariff-svc", lambda d: f"tariff for {d.randint(2, 90)} kGT", 1.6, until=TARIFF)
    it.says(
        "vessel-registry",
        lambda d: (
            f'"GET /vessels/{d.randint(9 * 10**6, 10**7 - 1)} HTTP/1.1" 200 {d.randint(300, 900)}'
        ),
        2,
        until=REGISTRY,
    )
    it.says("vessel-registry", '"GET /healthz HTTP/1.1" 200 2', 0.6)
    it.says("vessel-registry", "IMO checksum mismatch, record kept", 0.35, level="WARNING")
    it.change(-19500, "scaling", "dues-portal", "desired count 3 -> 4", "autoscaling")
    it.change(
        -5210, "deployment", "vessel-registry", "vessel-registry 0.31: cleaner 404s", "gitlab-ci"
    )
