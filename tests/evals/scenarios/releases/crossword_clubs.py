"""A Java service is released without its transaction: the site in front of it answers 500."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched

ONSET = -400.0
STACK = (
    "Servlet.service() for servlet [dispatcherServlet] in context with path [] threw "
    "exception with root cause\n\norg.hibernate.LazyInitializationException: failed to "
    "lazily initialize a collection of role: org.clubs.puzzle.Puzzle.clues: could not "
    "initialize proxy - no Session\n\tat "
    "org.hibernate.collection.spi.AbstractPersistentCollection.throwLazyInitializationException(AbstractPersistentCollection.java:634)"
    "\n\tat org.clubs.puzzle.PuzzleMapper.toGrid(PuzzleMapper.java:58)"
)
DIFF = (
    "diff --git a/src/main/java/org/clubs/puzzle/PuzzleService.java "
    "b/src/main/java/org/clubs/puzzle/PuzzleService.java\n"
    "@@ -31,8 +31,7 @@\n-  @Transactional(readOnly = true)\n"
    "-  public GridView grid(UUID puzzleId) {\n+  public GridView grid(UUID puzzleId) {"
    "\n     Puzzle puzzle = puzzles.findById(puzzleId).orElseThrow();\n"
    "     return mapper.toGrid(puzzle);\n   }\n"
)


@scenario("puzzles", "crossword clubs", watched(0.68, 0.2145))
def crossword_clubs(it: Incident) -> None:
    it.has(
        aws.balancer("clubs-alb", 940, 0.09, 0.5),
        aws.tasks("club-web", logs.compact(logs.pino("ip-10-4-1-77")), "clubs", 34, 41),
        aws.tasks(
            "puzzle-service", logs.spring("o.a.c.c.C.[.[.[/].[dispatcherServlet]"), "clubs", 38, 63
        ),
        aws.instance("puzzles-pg", 58, logs.postgres_of("puzzles")),
        aws.queue("solved-grids", None),
        aws.function("score-writer", logs.powertools("score-writer"), 46, 84, 0.05),
    )
    it.calls(
        "clubs-alb > club-web > puzzle-service > puzzles-pg",
        "club-web > solved-grids > score-writer",
    )
    it.closely("clubs-alb RequestCount", "puzzle-service CPUUtilization")
    it.moves(ONSET, "clubs-alb HTTPCode_Target_5XX_Count 14", until=-190)
    it.moves(-190, "clubs-alb HTTPCode_Target_5XX_Count 71")
    it.moves(ONSET, "puzzles-pg CPUUtilization 21", ramp=240)
    it.moves(-470, "puzzle-service CPUUtilization 57", until=-300)
    it.log(
        "club-web 1.1 | GET /clubs/<12..880>/today 200",
        "puzzle-service 0.9 -200>0.3 | grid <0..16777215:06x> served",
        "puzzle-service 0.12 WARN | Failure in @ExceptionHandler: "
        "org.apache.catalina.connector.ClientAbortException: java.io.IOException: Broken "
        "pipe",
        "score-writer 0.5 | scored <1..9> grids",
        "score-writer 0.15 WARN | grid already scored, skipped\n",
        "puzzles-pg 0.2 | checkpoint starting: time",
        f"puzzle-service 9 ERROR {ONSET}..-190 | {STACK}",
        f"puzzle-service 32 ERROR -190.. | {STACK}",
    )
    upstream = (
        "upstream answered 500\nUpstreamError: GET "
        "http://puzzle-service.clubs.local:8080/grids 500 Internal Server Error\n"
        "    at fetchGrid (/srv/dist/grids.js:71:11)"
    )
    it.log(f"club-web 6 ERROR {ONSET}..-190 | {upstream}", f"club-web 24 ERROR -190.. | {upstream}")
    for at in (-462.0, -214.0):
        it.once(at, "puzzle-service | Started PuzzleApplication in 14.318 seconds")
    it.change(-6300, "configuration puzzles-pg terraform | backup window 03:10-03:40")
    it.change(-2940, "deployment club-web | club-web 3.112.0: new footer")
    it.change(-495, "deployment puzzle-service | puzzle-service 7.3.0", DIFF)
    it.alarm("clubs-alb-target-5xx", "clubs-alb", "HTTPCode_Target_5XX_Count", 30, 3)
    it.expects(
        "puzzle-service", "deployment|code-defect", mentions="7.3.0", blames="club-web|puzzles-pg"
    )
