"""A Java service is released without its transaction: the site in front of it answers 500."""

from __future__ import annotations

from tests.evals._generate.held_out.formats import compact, postgres_of
from tests.evals._generate.second_exam.account import Account
from tests.evals._generate.styles import pino, powertools, spring

ONSET = -400.0
STACK = (
    "Servlet.service() for servlet [dispatcherServlet] in context with path [] threw exception "
    "with root cause\n\norg.hibernate.LazyInitializationException: failed to lazily "
    "initialize a collection of role: org.clubs.puzzle.Puzzle.clues: could not initialize proxy "
    "- no Session\n\tat org.hibernate.collection.spi.AbstractPersistentCollection."
    "throwLazyInitializationException(AbstractPersistentCollection.java:634)\n\tat org.clubs."
    "puzzle.PuzzleMapper.toGrid(PuzzleMapper.java:58)"
)
DIFF = """diff --git a/src/main/java/org/clubs/puzzle/PuzzleService.java b/src/main/java/org/clubs/puzzle/PuzzleService.java
@@ -31,8 +31,7 @@
-  @Transactional(readOnly = true)
-  public GridView grid(UUID puzzleId) {
+  public GridView grid(UUID puzzleId) {
     Puzzle puzzle = puzzles.findById(puzzleId).orElseThrow();
     return mapper.toGrid(puzzle);
   }
"""  # noqa: E501


def crossword_clubs() -> Account:
    it = Account("crossword-clubs", "puzzles", "crossword clubs", kept=(0.85, 0.39))
    it.balancer("clubs-alb", 940, 0.09, 0.5)
    it.tasks("club-web", compact(pino("ip-10-4-1-77")), "clubs", 34, 41)
    it.tasks("puzzle-service", spring("o.a.c.c.C.[.[.[/].[dispatcherServlet]"), "clubs", 38, 63)
    it.instance("puzzles-pg", 58, postgres_of("puzzles"))
    it.backlog("solved-grids")
    it.lambda_("score-writer", powertools("score-writer"), 46, 84)
    it.calls("clubs-alb > club-web > puzzle-service > puzzles-pg")
    it.calls("club-web > solved-grids > score-writer")

    it.closely("clubs-alb", "RequestCount")
    it.closely("puzzle-service", "CPUUtilization")
    it.moves("clubs-alb", ONSET, {"HTTPCode_Target_5XX_Count": 14}, until=-190)
    it.moves("clubs-alb", -190, {"HTTPCode_Target_5XX_Count": 71})
    it.moves("puzzles-pg", ONSET, {"CPUUtilization": 21}, ramp=240)
    it.moves("puzzle-service", -470, {"CPUUtilization": 57}, until=-300)

    it.business("club-web", lambda d: f"GET /clubs/{d.randint(12, 880)}/today 200", 1.1)
    it.business(
        "puzzle-service", lambda d: f"grid {d.randrange(16**6):06x} served", 0.9, (-200, 0.3)
    )
    it.business(
        "puzzle-service",
        "Failure in @ExceptionHandler: org.apache.catalina.connector.ClientAbortException: "
        "java.io.IOException: Broken pipe",
        0.12,
        level="WARN",
    )
    it.business("score-writer", lambda d: f"scored {d.randint(1, 9)} grids", 0.5)
    it.business("score-writer", "grid already scored, skipped\n", 0.15, level="WARN")
    it.business("puzzles-pg", "checkpoint starting: time", 0.2)
    it.says("puzzle-service", STACK, 9, ONSET, -190, "ERROR")
    it.says("puzzle-service", STACK, 32, -190, level="ERROR")
    upstream = (
        "upstream answered 500\nUpstreamError: GET http://puzzle-service.clubs.local:8080/grids "
        "500 Internal Server Error\n    at fetchGrid (/srv/dist/grids.js:71:11)"
    )
    it.says("club-web", upstream, 6, ONSET, -190, "ERROR")
    it.says("club-web", upstream, 24, -190, level="ERROR")
    for at in (-462.0, -214.0):
        it.once("puzzle-service", at, "Started PuzzleApplication in 14.318 seconds")

    it.change(-6300, "configuration", "puzzles-pg", "backup window 03:10-03:40", "terraform")
    it.change(-2940, "deployment", "club-web", "club-web 3.112.0: new footer")
    it.change(-495, "deployment", "puzzle-service", "puzzle-service 7.3.0", diff=DIFF)
    it.alarm("clubs-alb-target-5xx", "clubs-alb", "HTTPCode_Target_5XX_Count", 30, 3)
    it.expects(
        ["confirmed", "likely"],
        "puzzle-service",
        ["deployment", "code-defect"],
        ["7.3.0"],
        ["club-web", "puzzles-pg"],
    )
    return it
