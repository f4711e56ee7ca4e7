"""A release brings a query without an index; it holds every connection of the pool."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched

RELEASED = -640
ONSET = -300


@scenario("beekeepers", "auctions of honey", watched(1, 1))
def honey_auctions(it: Incident) -> None:
    it.has(
        aws.balancer("auctions-edge", 900, 0.09),
        aws.tasks("auction-web", logs.compact(logs.pino("auction-web")), "beekeepers", 29),
        aws.tasks("bid-service", logs.spring("o.b.auction.BidController"), "beekeepers", 41),
        aws.resource("seller-mailer", "ecs", logs.spring("o.b.mail.Mailer")),
        aws.instance("honey-pg", 52, logs.postgres_of("honey")),
    )
    it.calls("auctions-edge > auction-web > bid-service > honey-pg", "seller-mailer > honey-pg")
    it.closely("honey-pg DatabaseConnections")
    it.log(
        f"bid-service 0.8 {ONSET}>0.2 | bid of <4..90> on a lot",
        "auction-web 0.6 | lot <1..900> rendered",
        "seller-mailer 0.2 | 3 mails sent",
        "seller-mailer 0.15 ERROR | bounce: mailbox full, will not try again",
        "honey-pg 0.2 | |checkpoint complete: wrote <90..900> buffers",
        "honey-pg 0.2 ERROR | bid_app|duplicate key value violates unique constraint "
        '"bids_idempotency_key"',
    )
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
        f"honey-pg 5 {RELEASED + 70}.. | bid_app|duration: <6000.0..29000.0:.3f> ms  "
        "execute <unnamed>: select * from lots l join bids b on b.lot_id = l.id where "
        "lower(l.title) like '%' || lower($1) || '%'",
        f"bid-service 7 ERROR {ONSET}.. x3 | Servlet.service() threw exception "
        "java.sql.SQLTransientConnectionException: HikariPool-1 - Connection is not "
        "available, request timed out after <30000..30011>ms (total=40, active=40, idle=0, "
        "waiting=<12..90>)",
        f"auction-web 5 ERROR {ONSET + 1}.. | could not load bids\n"
        "FetchError: bid-service answered 500\n    at load (/app/build/bids.js:71:13)",
    )
    it.alarm("auctions-edge-5xx", "auctions-edge", "HTTPCode_Target_5XX_Count", 40, 4)
    it.expects(
        "bid-service",
        "deployment|code-defect|resource-exhaustion",
        blames="auction-web|seller-mailer",
    )
