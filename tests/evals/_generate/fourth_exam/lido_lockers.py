"""A worker that is scaled out until its pools take every connection of PostgreSQL."""

from __future__ import annotations

from tests.evals._generate.fourth_exam.borough import Borough
from tests.evals._generate.styles import gunicorn, postgres

RESERVED = (
    "remaining connection slots are reserved for roles with privileges of the "
    '"pg_use_reserved_connections" role'
)
REFUSED = (
    "Exception on /lockers/open [POST]\nTraceback (most recent call last):\n"
    '  File "/app/lockers/db.py", line 27, in connect\n'
    "    return psycopg.connect(settings.dsn, connect_timeout=5)\n"
    'psycopg.OperationalError: connection failed: connection to server at "10.0.2.61", port 5432 '
    f"failed: FATAL:  {RESERVED}"
)


def lido_lockers() -> Borough:
    case = Borough("lido-lockers", "lido", "lockers")
    case.balancer("lido-alb", requests=430, seconds=0.08)
    case.tasks("locker-api", gunicorn, "lido", cpu=29, memory=47)
    case.tasks("locker-sweeper", gunicorn, "lido", cpu=18, memory=35)
    case.metric(
        "locker-sweeper",
        "ECS/ContainerInsights",
        "RunningTaskCount",
        {"ClusterName": "lido", "ServiceName": "locker-sweeper"},
        "None",
        3,
        0.0,
        0.0,
    )
    case.instance("lido-postgres", 84, postgres)
    case.queue("locker-expiries", sent=55)
    case.calls("lido-alb > locker-api > lido-postgres")
    case.calls("locker-expiries > locker-sweeper > lido-postgres")

    case.business(
        "locker-api",
        lambda d: f"POST /lockers/open 200 locker={d.randint(1, 640)}",
        1.5,
        (-225, 0.35),
    )
    case.says(
        "locker-api",
        lambda d: f"locker {d.randint(1, 640)} answers late, door sensor retry",
        0.25,
        level="WARNING",
    )
    case.business("locker-sweeper", lambda d: f"swept {d.randint(1, 9)} expired lockers", 0.8)
    case.says(
        "lido-postgres",
        lambda d: (
            f'automatic vacuum of table "lido.public.rentals": index scans: {d.randint(0, 2)}'
        ),
        0.15,
    )
    case.says(
        "lido-postgres",
        'duplicate key value violates unique constraint "rentals_locker_open_key"',
        0.2,
        level="ERROR",
    )

    case.says("lido-postgres", RESERVED, 9, since=-236, level="FATAL", tasks=1)
    case.says("locker-api", REFUSED, 12, since=-227, level="ERROR")
    case.says(
        "locker-sweeper",
        f'pool "sweep" could not connect, retrying in 2s: FATAL:  {RESERVED}',
        4,
        since=-236,
        level="ERROR",
        tasks=6,
    )
    case.moves("locker-sweeper", -611, {"RunningTaskCount": 18}, ramp=300)
    case.moves("lido-postgres", -600, {"DatabaseConnections": 402, "CPUUtilization": 39}, ramp=350)
    case.series("lido-postgres", "DatabaseConnections").noise = 0.006
    case.moves("lido-alb", -228, {"HTTPCode_Target_5XX_Count": 88})
    case.moves("locker-expiries", -700, {"ApproximateNumberOfMessagesVisible": 60})
    case.closely("lido-postgres", "DatabaseConnections")
    case.change(-2800, "deployment", "locker-api", "locker-api 118: copy of the opening hours")
    case.change(
        -634,
        "scaling",
        "locker-sweeper",
        "desired count changed",
        "ops-oncall",
        "desiredCount: 3 -> 18",
    )
    case.alarm("lido-alb-5xx", "lido-alb", "HTTPCode_Target_5XX_Count", 25, periods=3)
    case.expects(
        ["confirmed", "likely"],
        ["lido-postgres", "locker-sweeper"],
        ["resource-exhaustion", "configuration"],
        ["connection"],
        ["locker-api", "lido-alb"],
    )
    return case
