"""A release brings a query without an index; it holds every connection of the pool."""

from __future__ import annotations

from tests.evals._generate.held_out.formats import compact, postgres_of
from tests.evals._generate.styles import pino, spring
from tests.evals._generate.third_exam.region import Region

RELEASED = -640
ONSET = -300
"""Half a minute of waiting for a connection, once the pool is full."""


def honey_auctions() -> Region:
    region = Region("honey-auctions", "beekeepers", "auctions of honey")
    region.balancer("auctions-edge", 900, 0.09)
    region.tasks("auction-web", compact(pino("auction-web")), "beekeepers", 29)
    region.tasks("bid-service", spring("o.b.auction.BidController"), "beekeepers", 41)
    region.resource("seller-mailer", "ecs", spring("o.b.mail.Mailer"))
    region.instance("honey-pg", 52, postgres_of("honey"))
    region.calls(
        "auctions-edge > auction-web > bid-service > honey-pg",
        "seller-mailer > honey-pg",
    )
    region.closely("honey-pg", "DatabaseConnections")
    _daily_business(region)
    _incident(region)
    return region


def _daily_business(region: Region) -> None:
    region.business(
        "bid-service", lambda dice: f"bid of {dice.randint(4, 90)} on a lot", 0.8, (ONSET, 0.2)
    )
    region.business("auction-web", lambda dice: f"lot {dice.randint(1, 900)} rendered", 0.6)
    region.business("seller-mailer", "3 mails sent", 0.2)
    region.business(
        "seller-mailer", "bounce: mailbox full, will not try again", 0.15, level="ERROR"
    )
    region.business(
        "honey-pg",
        lambda dice: f"|checkpoint complete: wrote {dice.randint(90, 900)} buffers",
        0.2,
    )
    region.business(
        "honey-pg",
        'bid_app|duplicate key value violates unique constraint "bids_idempotency_key"',
        0.2,
        level="ERROR",
    )


def _incident(region: Region) -> None:
    region.change(
        RELEASED,
        "deployment",
        "bid-service",
        "bid-service 5.7.0: search lots by any part of the title",
        diff=(
            "diff --git a/src/main/java/org/beekeepers/auction/LotRepository.java\n"
            '-  @Query("select l from Lot l where l.titleKey = :key")\n'
            '+  @Query(nativeQuery = true, value = "select * from lots l join bids b on b.lot_id'
            " = l.id where lower(l.title) like '%' || lower(:part) || '%'\")\n"
        ),
    )
    region.change(-450, "deployment", "seller-mailer", "seller-mailer 1.12.3: footer")
    region.moves("honey-pg", RELEASED + 60, {"CPUUtilization": 83}, ramp=300)
    region.moves("honey-pg", RELEASED + 60, {"DatabaseConnections": 78}, ramp=240)
    region.moves("auctions-edge", ONSET, {"HTTPCode_Target_5XX_Count": 160})
    region.moves("auctions-edge", RELEASED + 60, {"TargetResponseTime": 9.2}, ramp=360)
    region.says(
        "honey-pg",
        lambda dice: (
            f"bid_app|duration: {dice.uniform(6000, 29000):.3f} ms  execute <unnamed>: select * "
            "from lots l join bids b on b.lot_id = l.id where lower(l.title) like '%' || "
            "lower($1) || '%'"
        ),
        5,
        RELEASED + 70,
    )
    region.says(
        "bid-service",
        lambda dice: (
            "Servlet.service() threw exception java.sql.SQLTransientConnectionException: "
            "HikariPool-1 - Connection is not available, request timed out after "
            f"{dice.randint(30000, 30011)}ms (total=40, active=40, idle=0, "
            f"waiting={dice.randint(12, 90)})"
        ),
        7,
        ONSET,
        level="ERROR",
        tasks=3,
    )
    region.says(
        "auction-web",
        lambda dice: (
            "could not load bids\nFetchError: bid-service answered 500\n"
            "    at load (/app/build/bids.js:71:13)"
        ),
        5,
        ONSET + 1,
        level="ERROR",
    )
    region.alarm("auctions-edge-5xx", "auctions-edge", "HTTPCode_Target_5XX_Count", 40, 4)
    region.expects(
        ["confirmed", "likely"],
        "bid-service",
        ["deployment", "code-defect", "resource-exhaustion"],
        [],
        ["auction-web", "seller-mailer"],
    )
