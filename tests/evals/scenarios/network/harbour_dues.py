"""A private zone is no longer answered in the services' network."""

from tests.evals import aws, logs
from tests.evals.builder import EVERY_MINUTE, Incident, scenario

TARIFF, REGISTRY = (-412.0, -366.0)


@scenario("port-authority", "dues", EVERY_MINUTE)
def harbour_dues(it: Incident) -> None:
    it.has(
        aws.balancer("dues-alb", 320, 0.085),
        aws.tasks("dues-portal", logs.slog("dues-portal"), "port", 26),
        aws.tasks("tariff-svc", logs.slog("tariff-svc"), "port", 18).plus(
            "Port/http", {"Service": "tariff-svc"}, {"Requests": ("Count", 280)}
        ),
        aws.tasks("vessel-registry", logs.gunicorn, "port", 22),
        aws.instance("registry-pg", 38),
        aws.resource("harbour-zone", "other"),
    )
    it.calls(
        "dues-alb > dues-portal > tariff-svc",
        "dues-portal > vessel-registry > registry-pg",
        "dues-portal > harbour-zone",
        "vessel-registry > harbour-zone",
    )
    it.log(
        f"dues-portal 2 ..{TARIFF} | port call <0..999999> priced",
        "dues-portal 1.2 | berth plan of quay <1..14> shown",
        "dues-portal 0.6 WARN | vessel <9000000..9999999> has no AIS position, using last one",
        "dues-portal 0.4 ERROR | declaration refused\n422: gross tonnage missing in call "
        "<0..999999>",
        f"tariff-svc 1.6 ..{TARIFF} | tariff for <2..90> kGT",
        f'vessel-registry 2 ..{REGISTRY} | "GET /vessels/<9000000..9999999> HTTP/1.1" 200 '
        "<300..900>",
        'vessel-registry 0.6 | "GET /healthz HTTP/1.1" 200 2',
        "vessel-registry 0.35 WARNING | IMO checksum mismatch, record kept",
    )
    it.change(-19500, "scaling dues-portal autoscaling | desired count 3 -> 4")
    it.change(-5210, "deployment vessel-registry gitlab-ci | vessel-registry 0.31: cleaner 404s")
    it.change(
        -654,
        "configuration harbour-zone assumed-role/network-admin/hkoenig | "
        "DisassociateVPCFromHostedZone Z0441729 harbour.internal",
        [{"path": "VPCs", "before": "vpc-0d41c7, vpc-77e0a2", "after": "vpc-77e0a2"}],
    )
    it.change(-447, "deployment dues-portal gitlab-ci | dues-portal 1.44.0: Polish and Danish")
    it.log(
        f"dues-portal 11 ERROR {TARIFF}.. | cannot price call\n"
        'Get "http://tariff.harbour.internal:8080/v1/tariffs/<BULK|RORO|CONT>": dial '
        "tcp: lookup tariff.harbour.internal on 10.40.0.2:53: no such host",
        f"vessel-registry 8 ERROR {REGISTRY}.. | Exception in worker process on GET "
        "/vessels/<9000000..9999999>\npsycopg2.OperationalError: could not translate host "
        'name "registry-db.harbour.internal" to address: Name or service not known',
        f"dues-portal 7 ERROR {REGISTRY}.. | vessel lookup failed\n"
        "vessel-registry answered 500 Internal Server Error",
    )
    it.moves(
        TARIFF,
        "dues-alb HTTPCode_Target_5XX_Count 190",
        "tariff-svc Requests 4, CPUUtilization 2",
        ramp=70,
    )
    it.moves(REGISTRY, "registry-pg DatabaseConnections 9", ramp=200)
    it.moves(REGISTRY, "registry-pg CPUUtilization 8", ramp=120)
    it.alarm("dues-5xx", "dues-alb", "HTTPCode_Target_5XX_Count", 30, 6, missing="notBreaching")
    it.expects(
        "harbour-zone",
        "network|configuration",
        mentions="harbour.internal",
        blames="dues-portal|tariff-svc|vessel-registry|registry-pg",
    )
