"""A line of every common logger and platform that says a message as an error."""

import json
from collections.abc import Callable

T = "2026-03-14T09:26:53.120Z"
ID = "8f507f1c-9a4b-4b4e-8c3a-0d5f5a1b2c3d"


def _json(**fields: object) -> str:
    return json.dumps(fields)


FORMATS: dict[str, Callable[[str], str]] = {
    "text": lambda said: f"2026-03-14 09:26:53,120 ERROR {said}",
    "lambda text": lambda said: f"[ERROR]\t{T}\t{ID}\t{said}",
    "lambda node": lambda said: f"{T}\t{ID}\tERROR\t{said}",
    "lambda json": lambda said: _json(timestamp=T, level="ERROR", message=said, requestId=ID),
    "lambda runtime": lambda said: _json(
        errorType="Fault", errorMessage=said, stackTrace=['  File "/var/task/a.py", line 1, in b']
    ),
    "lambda platform": lambda said: _json(
        time=T, type="platform.runtimeDone", record={"status": "error", "errorType": said}
    ),
    "json in text": lambda said: f"{T}\t{ID}\tINFO\t" + _json(level="error", msg=said),
    "text before json": lambda said: f'[ERROR] {said} {{"order": 7, "attempt": 2}}',
    "powertools": lambda said: _json(
        level="ERROR", location="handler:7", message="not saved", exception=f"Fault: {said}",
        exception_name="Fault", service="orders",
    ),
    "structlog": lambda said: _json(event=said, level="error", timestamp=T, logger="app"),
    "structlog exception": lambda said: _json(
        event="not saved", level="error",
        exception=f'Traceback (most recent call last):\n  File "a.py", line 1, in b\nFault: {said}',
    ),
    "opentelemetry": lambda said: _json(body=said, severityText="ERROR", severityNumber=17),
    "opentelemetry exception": lambda said: _json(
        body="not saved", severityNumber=17,
        attributes={"exception.type": "Fault", "exception.message": said},
    ),
    "opentelemetry protocol": lambda said: _json(
        body={"stringValue": "not saved"}, severityNumber=18,
        attributes=[{"key": "exception.message", "value": {"stringValue": said}}],
    ),
    "opentelemetry flat": lambda said: _json(
        **{"body": "not saved", "exception.type": "Fault", "exception.message": said}
    ),
    "pino": lambda said: _json(
        level=50, time=1, name="api", msg="not saved", err={"type": "Fault", "message": said}
    ),
    "bunyan": lambda said: _json(name="api", hostname="h", pid=1, level=50, msg=said, v=0),
    "winston": lambda said: _json(level="error", message=said, stack="Fault\n    at a (b.js:1:2)"),
    "zap": lambda said: _json(
        level="error", ts=1.5, caller="a/b.go:7", msg="not saved", error=said,
        stacktrace="main.b\n\t/app/b.go:7",
    ),
    "zap severity": lambda said: _json(severity="ERROR", caller="a/b.go:7", message=said),
    "logrus": lambda said: _json(level="error", msg="not saved", error=said, time=T),
    "logstash": lambda said: _json(
        **{"@timestamp": T, "level": "ERROR", "logger_name": "a.B", "message": "not saved",
           "stack_trace": f"a.Fault: {said}\n\tat a.B.c(B.java:7)\n"}
    ),
    "log4j": lambda said: _json(
        level="ERROR", loggerName="a.B", message="not saved",
        thrown={"name": "a.Fault", "message": said},
    ),
    "elastic": lambda said: _json(
        **{"@timestamp": T, "log.level": "ERROR", "message": "not saved",
           "error.type": "Fault", "error.message": said}
    ),
    "serilog": lambda said: _json(**{"@t": T, "@m": said, "@l": "Error"}),
    "serilog exception": lambda said: _json(
        **{"@t": T, "@mt": "not saved", "@l": "Error", "@x": f"A.Fault: {said}\n   at A.B.C()"}
    ),
    "gcp": lambda said: _json(severity="ERROR", textPayload=said, timestamp=T),
    ".net json": lambda said: _json(
        LogLevel="Error", Category="A.B", Message="not saved", Exception=f"A.Fault: {said} at A.B()"
    ),
    "windows": lambda said: _json(LevelDisplayName="Error", ProviderName="App", Message=said),
    "windows text": lambda said: f"[Application] [ERROR] [1026] [App] [host] [{said}]",
    "docker": lambda said: _json(log=f"ERROR {said}\n", stream="stderr", time=T),
    "fluent bit": lambda said: _json(
        log=_json(level="error", msg=said), stream="stderr",
        kubernetes={"pod_name": "api-7d9f-x", "container_name": "api"},
    ),
    "journald": lambda said: _json(PRIORITY="3", MESSAGE=said, _SYSTEMD_UNIT="api.service"),
    "gelf": lambda said: _json(version="1.1", host="h", short_message=said, level=3),
    "syslog": lambda said: f"<11>Mar 14 09:26:53 host app[7]: {said}",
    "syslog 5424": lambda said: f"<11>1 {T} host app 7 - - {said}",
    "logfmt": lambda said: f"ts={T} level=error msg=" + json.dumps(said),
    "logfmt error": lambda said: f'ts={T} level=error msg="not saved" err=' + json.dumps(said),
    "klog": lambda said: f"E0314 09:26:53.120345       1 controller.go:114] {said}",
    "serilog text": lambda said: f"[09:26:53 ERR] {said}",
    ".net console": lambda said: f"fail: A.B.Controllers[0]\n      {said}",
    "nginx": lambda said: f"2026/03/14 09:26:53 [error] 29#29: *1 {said}",
    "apache": lambda said: f"[Sat Mar 14 09:26:53.120 2026] [proxy:error] [pid 7] {said}",
    "postgres": lambda said: f"2026-03-14 09:26:53 UTC:10.0.0.1(50412):app@db:[123]:ERROR:  {said}",
    "mysql": lambda said: f"{T} 0 [ERROR] [MY-012345] [Server] {said}",
    "python": lambda said: f'Traceback (most recent call last):\n  File "a.py", line 1\nAError: {said}',
    "java": lambda said: f"a.b.AException: {said}\n\tat a.B.c(B.java:7)\n",
    "java cause": lambda said: (
        f"ERROR not saved\na.AException: x\n\tat a.B.c(B.java:7)\nCaused by: a.BException: {said}\n"
        "\t... 7 more"
    ),
    "node": lambda said: f"Error: {said}\n    at a (/app/b.js:1:2)",
    "ruby": lambda said: f"ERROR -- : {said}",
    "step functions": lambda said: _json(
        id="7", type="TaskFailed", details={"error": "Fault", "cause": said}, execution_arn="arn:x"
    ),
    "step functions json": lambda said: _json(
        id="7", type="ExecutionFailed", execution_arn="arn:x",
        details={"error": "Fault", "cause": _json(errorMessage=said, errorType="Fault")},
    ),
    "kubernetes event": lambda said: _json(
        type="Warning", reason="FailedMount", message=said, count=3,
        involvedObject={"kind": "Pod", "name": "api-7d9f-x"},
    ),
    "api gateway": lambda said: _json(
        requestId=ID, status="500", routeKey="GET /a", integrationErrorMessage=said
    ),
}  # fmt: skip
"""By name, the line in which a logger of this kind says that this went wrong."""
