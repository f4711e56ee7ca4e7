"""A release brings a query without an index; it holds every connection of the pool."""

from tests.evals.builder import Incident, balancer, instance, resource, scenario, tasks, watched
from tests.evals.dialects import compact, pino, postgres_of, spring

RELEASED = -640
ONSET = -300


@scenario("beekeepers", "auctions of honey", watched(1, 1))
def honey_auctions(it: Incident) -> None:
    it.has(
        balancer("auctions-edge", 900, 0.09),
        tasks("auction-web", compact(pino("auction-web")), "beekeepers", 29),
        tasks("bid-service", spring("o.b.auction.BidController"), "beekeepers", 41),
        resource("seller-mailer", "ecs", spring("o.b.mail.Mailer")),
        instance("honey-pg", 52, postgres_of("honey")),
    )
    it.calls("auctions-edge > auction-web > bid-service > honey-pg", "seller-mailer > honey-pg")
    it.closely("honey-pg DatabaseConnections")
    _daily_business(it)
    _incident(it)


def _daily_business(it: Incident) -> None:
    it.log("bid-service 0.8 | bid of <4..90> on a lot", falls=(ONSET, 0.2))
    it.log(
        "auction-web 0.6 | lot <1..900> rendered",
        "seller-mailer 0.2 | 3 mails sent",
        "seller-mailer 0.15 ERROR | bounce: mailbox full, will not try again",
        "honey-pg 0.2 | |checkpoint complete: wrote <90..900> buffers",
        "honey-pg 0.2 ERROR | bid_app|duplicate key value violates unique constraint "
        '"bids_idempotency_key"',
    )


def _incident(it: Incident) -> None:
    it.change(
        RELEASED,
        "deployment bid-service | bid-service 5.7.0: search lots by any part of the title",
        "diff --git a/src/main/java/org/beekeepers/auction/LotRepository.java\n"
        '-  @Query("select l from Lot l where l.titleKey = :key")\n'
        '+  @Query(nativeQuery = true, value = "select * from lots l join bids b on '
        "b.lot_id = l.id where lower(l.title) like '%' || lower(:part) || '%'\")\n",
    )
    it.change(-450, "deployment seller-mailer | seller-mailer 1.12.3: footer")
    it.moves(RELEASED + 60, "honey-pg CPUUtilization 83", ramp=300)
    it.moves(RELEASED + 60, "honey-pg DatabaseConnections 78", ramp=240)
    it.moves(ONSET, "auctions-edge HTTPCode_Target_5XX_Count 160")
    it.moves(RELEASED + 60, "auctions-edge TargetResponseTime 9.2", ramp=360)
    it.log(
        "honey-pg 5 | bid_app|duration: <6000.0..29000.0:.3f> ms  execute <unnamed>: "
        "select * from lots l join bids b on b.lot_id = l.id where lower(l.title) like '%' "
        "|| lower($1) || '%'",
        since=RELEASED + 70,
    )
    it.log(
        "bid-service 7 ERROR | Servlet.service() threw exception "
        "java.sql.SQLTransientConnectionException: HikariPool-1 - Connection is not "
        "available, request timed out after <30000..30011>ms (total=40, active=40, idle=0, "
        "waiting=<12..90>)",
        since=ONSET,
        tasks=3,
    )
    it.log(
        "auction-web 5 ERROR | could not load bids\nFetchError: bid-service answered 500\n"
        "    at load (/app/build/bids.js:71:13)",
        since=ONSET + 1,
    )
    it.alarm("auctions-edge-5xx", "auctions-edge", "HTTPCode_Target_5XX_Count", 40, 4)
    it.expects(
        "bid-service",
        "deployment|code-defect|resource-exhaustion",
        blames="auction-web|seller-mailer",
    )
