"""The certificate of an internal service has run out (ECS, Node and Python to Rust)."""

from __future__ import annotations

from tests.evals._generate.incident import Incident
from tests.evals._generate.practice.scene import Scene
from tests.evals._generate.practice.voices import structlog, tracing, winston

ONSET = -536.0

_EXPIRED = (
    "fetch of ETA failed\nError: certificate has expired\n    at TLSSocket.onConnectSecure "
    "(node:_tls_wrap:1674:34)\n    at TLSSocket.emit (node:events:518:28)\n    code: "
    "'CERT_HAS_EXPIRED', host: 'eta-engine.dispatch.internal:8443'"
)
_VERIFY = (
    "eta_lookup_failed\nhttpx.ConnectError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify "
    "failed: certificate has expired (_ssl.c:1006)"
)


def build() -> Incident:
    it = Scene("internal-tls-expired", "couriers", "dispatch")
    it.balancer("dispatch-alb", 640, 0.09)
    it.container("dispatch-web", winston("dispatch-web"), "couriers", 33)
    it.container("rider-assign", structlog("rider-assign"), "couriers", 41)
    it.container("eta-engine", tracing("eta_engine::server"), "couriers", 55)
    it.rds("riders-pg", "postgres")
    it.metrics(
        "eta-engine", "Dispatch/Eta", {"Service": "eta-engine"}, RoutesComputed=("Count", 880, 0.06)
    )
    it.calls("dispatch-alb > dispatch-web > eta-engine", "rider-assign > eta-engine")
    it.calls("rider-assign > riders-pg", "dispatch-web > riders-pg")
    it.closely("dispatch-alb", "HTTPCode_Target_5XX_Count")
    it.closely("eta-engine", "RoutesComputed")
    _usual(it)
    it.change(-4100, "deployment", "dispatch-web", "dispatch-web 3.41.2: map tiles over HTTP/2")
    it.change(-1260, "scaling", "rider-assign", "desired count 6 -> 8", "application-autoscaling")
    # Kept-alive connections live on for a while, so it grows over two minutes.
    it.says("dispatch-web", _EXPIRED, 5, since=ONSET, until=ONSET + 110, level="ERROR", tasks=4)
    it.says("dispatch-web", _EXPIRED, 10, since=ONSET + 110, level="ERROR", tasks=4)
    it.says("rider-assign", _VERIFY, 8, since=ONSET + 6, level="ERROR", tasks=8)
    it.says(
        "eta-engine",
        lambda d: (
            f"TLS handshake failed peer=10.4.{d.randint(0, 3)}.{d.randint(5, 250)}\n"
            "received fatal alert: CertificateExpired"
        ),
        10,
        since=ONSET,
        level="WARN",
        tasks=3,
    )
    it.series("dispatch-alb", "HTTPCode_Target_5XX_Count").shift(ONSET, 260, ramp=120)
    it.series("eta-engine", "RoutesComputed").shift(ONSET, 3, ramp=130)
    it.series("eta-engine", "CPUUtilization").shift(ONSET, 4, ramp=130)
    it.alarm("dispatch-5xx", "dispatch-alb", "HTTPCode_Target_5XX_Count", 60, 5)
    return it.expects(
        ["confirmed", "likely"],
        "eta-engine",
        ["configuration", "infrastructure", "dependency"],
        ["certificate"],
        ["rider-assign", "dispatch-web", "riders-pg"],
    )


def _usual(it: Scene) -> None:
    it.says(
        "dispatch-web",
        lambda d: f"GET /orders/{d.randrange(10**6)}/eta 200",
        0.9,
        dips=(ONSET, 0.3),
    )
    it.says("dispatch-web", "geolocation is older than 60 s", 0.3, level="WARN")
    it.says("rider-assign", lambda d: f"assigned rider={d.randrange(9000)}", 0.8, dips=(ONSET, 0.2))
    it.says("rider-assign", "no_rider_in_range", 0.3, level="WARNING")
    it.says(
        "eta-engine",
        lambda d: f"computed route edges={d.randint(90, 4000)}",
        0.9,
        dips=(ONSET, 0.02),
    )
    it.says(
        "eta-engine",
        "request failed\nno path between nodes: island in road graph",
        0.25,
        level="ERROR",
        dips=(ONSET, 0.02),
    )
