"""The certificate of an internal service has run out (ECS, Node and Python to Rust)."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, quarterly, scenario

ONSET = -536.0
_EXPIRED = (
    "fetch of ETA failed\nError: certificate has expired\n"
    "    at TLSSocket.onConnectSecure (node:_tls_wrap:1674:34)\n"
    "    at TLSSocket.emit (node:events:518:28)\n    code: 'CERT_HAS_EXPIRED', host: "
    "'eta-engine.dispatch.internal:8443'"
)
_VERIFY = (
    "eta_lookup_failed\nhttpx.ConnectError: [SSL: CERTIFICATE_VERIFY_FAILED] "
    "certificate verify failed: certificate has expired (_ssl.c:1006)"
)


@scenario("couriers", "dispatch", quarterly())
def internal_tls_expired(it: Incident) -> None:
    it.has(
        aws.alb("dispatch-alb", 640, 0.09),
        aws.tasks("dispatch-web", logs.winston("dispatch-web"), "couriers", 33, None, 0.07),
        aws.tasks("rider-assign", logs.structlog("rider-assign"), "couriers", 41, None, 0.07),
        aws.tasks("eta-engine", logs.tracing("eta_engine::server"), "couriers", 55, None, 0.07),
        aws.rds("riders-pg", "postgres"),
    )
    it.measured(
        "eta-engine",
        "Dispatch/Eta",
        {"Service": "eta-engine"},
        {"RoutesComputed": ("Count", 880, 0.06)},
    )
    it.calls(
        "dispatch-alb > dispatch-web > eta-engine",
        "rider-assign > eta-engine",
        "rider-assign > riders-pg",
        "dispatch-web > riders-pg",
    )
    it.closely("dispatch-alb HTTPCode_Target_5XX_Count", "eta-engine RoutesComputed")
    it.log(
        f"dispatch-web 0.9 {ONSET}>0.3 | GET /orders/<0..999999>/eta 200",
        "dispatch-web 0.3 WARN | geolocation is older than 60 s",
        f"rider-assign 0.8 {ONSET}>0.2 | assigned rider=<0..8999>",
        "rider-assign 0.3 WARNING | no_rider_in_range",
        f"eta-engine 0.9 {ONSET}>0.02 | computed route edges=<90..4000>",
        f"eta-engine 0.25 ERROR {ONSET}>0.02 | request failed\n"
        "no path between nodes: island in road graph",
    )
    it.change(-4100, "deployment dispatch-web | dispatch-web 3.41.2: map tiles over HTTP/2")
    it.change(-1260, "scaling rider-assign application-autoscaling | desired count 6 -> 8")
    # Kept-alive connections live on for a while, so it grows over two minutes.
    it.log(
        f"dispatch-web 5 ERROR {ONSET}..{ONSET + 110} x4 | {_EXPIRED}",
        f"dispatch-web 10 ERROR {ONSET + 110}.. x4 | {_EXPIRED}",
        f"rider-assign 8 ERROR {ONSET + 6}.. x8 | {_VERIFY}",
        f"eta-engine 10 WARN {ONSET}.. x3 | TLS handshake failed peer=10.4.<0..3>.<5..250>\n"
        "received fatal alert: CertificateExpired",
    )
    it.moves(ONSET, "dispatch-alb HTTPCode_Target_5XX_Count 260", ramp=120)
    it.moves(ONSET, "eta-engine RoutesComputed 3, CPUUtilization 4", ramp=130)
    it.alarm("dispatch-5xx", "dispatch-alb", "HTTPCode_Target_5XX_Count", 60, 5)
    it.expects(
        "eta-engine",
        "configuration|infrastructure|dependency",
        mentions="certificate",
        blames="rider-assign|dispatch-web|riders-pg",
    )
