"""A database plans one statement otherwise than before; nobody changed anything."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, quarterly, scenario

SINCE = -920.0
STATEMENT = (
    "SELECT b.*, p.name FROM baptisms b JOIN parishes p ON p.id = b.parish_id WHERE b.surname"
    " LIKE ? ORDER BY b.held_on LIMIT ?"
)


@scenario("archives", "parish records", quarterly(0.44))
def parish_records(it: Incident) -> None:
    it.has(
        aws.rest_api("records-api", 420, 95),
        aws.tasks("records-search", logs.gunicorn, "archives", 27, 44),
        aws.rds("records-pg", "postgres"),
        aws.tasks("scan-viewer", logs.slog_text, "archives", 19, None, 0.05),
    )
    it.calls("records-api > records-search > records-pg", "records-api > scan-viewer")
    it.closely("records-pg CPUUtilization", "records-api Latency")
    it.log(
        "records-search 1.2 | GET /search 200 <20..90> ms",
        "records-search 0.2 WARN | no parish for <1000..9999>",
        "scan-viewer 0.8 | page <1..400> shown",
    )
    it.change(-5600, "deployment scan-viewer ci | scan-viewer 41: thumbnails")
    it.change(-400, "deployment records-api ci | records-api 118: a header")
    it.reported(
        SINCE,
        "records-pg pi.amazonaws.com | The load of a statement rose from 0.3 to 8.4 average active"
        f" sessions (IO:DataFileRead, CPU): {STATEMENT}",
    )
    it.moves(SINCE, "records-pg CPUUtilization 96, ReadLatency 0.058", ramp=60)
    it.moves(SINCE, "records-api Latency 3900", ramp=60)
    it.log(f"records-search 12 {SINCE}.. | GET /search 200 <2900..5200> ms")
    it.alarm("records-slow", "records-api", "Latency", 1500, 3, statistic="AVERAGE")
    it.expects(
        "records-pg",
        "resource-exhaustion",
        mentions="FROM baptisms",
        blames="records-api|scan-viewer|records-search",
    )
