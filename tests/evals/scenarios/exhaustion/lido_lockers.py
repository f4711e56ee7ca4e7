"""A worker that is scaled out until its pools take every connection of PostgreSQL."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched

RESERVED = (
    "remaining connection slots are reserved for roles with privileges of the "
    '"pg_use_reserved_connections" role'
)
REFUSED = (
    "Exception on /lockers/open [POST]\nTraceback (most recent call last):\n"
    '  File "/app/lockers/db.py", line 27, in connect\n'
    "    return psycopg.connect(settings.dsn, connect_timeout=5)\n"
    "psycopg.OperationalError: connection failed: connection to server at "
    f'"10.0.2.61", port 5432 failed: FATAL:  {RESERVED}'
)


@scenario("lido", "lockers", watched(0.67, 0.67))
def lido_lockers(it: Incident) -> None:
    it.has(
        aws.balancer("lido-alb", requests=430, seconds=0.08),
        aws.tasks("locker-api", logs.gunicorn, "lido", cpu=29, memory=47),
        aws.tasks("locker-sweeper", logs.gunicorn, "lido", cpu=18, memory=35).plus(
            "ECS/ContainerInsights",
            {"ClusterName": "lido", "ServiceName": "locker-sweeper"},
            {"RunningTaskCount": ("None", 3, 0.0, 0.0)},
        ),
        aws.instance("lido-postgres", 84, logs.postgres),
        aws.queue("locker-expiries", sent=55),
    )
    it.calls(
        "lido-alb > locker-api > lido-postgres", "locker-expiries > locker-sweeper > lido-postgres"
    )
    it.log(
        "locker-api 1.5 -225>0.35 | POST /lockers/open 200 locker=<1..640>",
        "locker-api 0.25 WARNING | locker <1..640> answers late, door sensor retry",
        "locker-sweeper 0.8 | swept <1..9> expired lockers",
        'lido-postgres 0.15 | automatic vacuum of table "lido.public.rentals": index scans: <0..2>',
        "lido-postgres 0.2 ERROR | duplicate key value violates unique constraint "
        '"rentals_locker_open_key"',
        f"lido-postgres 9 FATAL -236.. x1 | {RESERVED}",
        f"locker-api 12 ERROR -227.. | {REFUSED}",
        'locker-sweeper 4 ERROR -236.. x6 | pool "sweep" could not connect, retrying in '
        f"2s: FATAL:  {RESERVED}",
    )
    it.moves(-611, "locker-sweeper RunningTaskCount 18", ramp=300)
    it.moves(-600, "lido-postgres DatabaseConnections 402, CPUUtilization 39", ramp=350)
    it.series("lido-postgres", "DatabaseConnections").noise = 0.006
    it.moves(-228, "lido-alb HTTPCode_Target_5XX_Count 88")
    it.moves(-700, "locker-expiries ApproximateNumberOfMessagesVisible 60")
    it.closely("lido-postgres DatabaseConnections")
    it.change(-2800, "deployment locker-api | locker-api 118: copy of the opening hours")
    it.change(
        -634, "scaling locker-sweeper ops-oncall | desired count changed", "desiredCount: 3 -> 18"
    )
    it.alarm("lido-alb-5xx", "lido-alb", "HTTPCode_Target_5XX_Count", 25, periods=3)
    it.expects(
        "lido-postgres|locker-sweeper",
        "resource-exhaustion|configuration",
        mentions="connection",
        blames="locker-api|lido-alb",
    )
