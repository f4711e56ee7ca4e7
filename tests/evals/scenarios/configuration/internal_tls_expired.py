"""The certificate of an internal service has run out (ECS, Node and Python to Rust)."""

from tests.evals.builder import Incident, alb, quarterly, rds, scenario, tasks
from tests.evals.dialects import structlog, tracing, winston

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
        alb("dispatch-alb", 640, 0.09),
        tasks("dispatch-web", winston("dispatch-web"), "couriers", 33, None, 0.07),
        tasks("rider-assign", structlog("rider-assign"), "couriers", 41, None, 0.07),
        tasks("eta-engine", tracing("eta_engine::server"), "couriers", 55, None, 0.07),
        rds("riders-pg", "postgres"),
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
    _usual(it)
    it.change(-4100, "deployment dispatch-web | dispatch-web 3.41.2: map tiles over HTTP/2")
    it.change(-1260, "scaling rider-assign application-autoscaling | desired count 6 -> 8")
    it.log(f"dispatch-web 5 ERROR | {_EXPIRED}", since=ONSET, until=ONSET + 110, tasks=4)
    it.log(f"dispatch-web 10 ERROR | {_EXPIRED}", since=ONSET + 110, tasks=4)
    it.log(f"rider-assign 8 ERROR | {_VERIFY}", since=ONSET + 6, tasks=8)
    it.log(
        "eta-engine 10 WARN | TLS handshake failed peer=10.4.<0..3>.<5..250>\n"
        "received fatal alert: CertificateExpired",
        since=ONSET,
        tasks=3,
    )
    it.moves(ONSET, "dispatch-alb HTTPCode_Target_5XX_Count 260", ramp=120)
    it.moves(ONSET, "eta-engine RoutesComputed 3", "eta-engine CPUUtilization 4", ramp=130)
    it.alarm("dispatch-5xx", "dispatch-alb", "HTTPCode_Target_5XX_Count", 60, 5)
    it.expects(
        "eta-engine",
        "configuration|infrastructure|dependency",
        mentions="certificate",
        blames="rider-assign|dispatch-web|riders-pg",
    )


def _usual(it: Incident) -> None:
    it.log("dispatch-web 0.9 | GET /orders/<0..999999>/eta 200", falls=(ONSET, 0.3))
    it.log("dispatch-web 0.3 WARN | geolocation is older than 60 s")
    it.log("rider-assign 0.8 | assigned rider=<0..8999>", falls=(ONSET, 0.2))
    it.log("rider-assign 0.3 WARNING | no_rider_in_range")
    it.log(
        "eta-engine 0.9 | computed route edges=<90..4000>",
        "eta-engine 0.25 ERROR | request failed\nno path between nodes: island in road graph",
        falls=(ONSET, 0.02),
    )
