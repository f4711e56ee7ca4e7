"""Terraform puts an endpoint back, and a service writes where one may only read."""

from __future__ import annotations

from tests.evals._generate.held_out.formats import mysql, serilog
from tests.evals._generate.second_exam.account import Account
from tests.evals._generate.second_exam.dialects import zerolog
from tests.evals._generate.styles import powertools

ONSET = -330.0
READ_ONLY = (
    "An exception occurred in the database while saving changes for context type "
    "'Preorders.Data.OrderContext'.\nMySqlConnector.MySqlException (0x80004005): The MySQL server "
    "is running with the --read-only option so it cannot execute this statement\n   at "
    "MySqlConnector.Core.ServerSession.ReceiveReplyAsync(IOBehavior ioBehavior)\n   at "
    "Preorders.Data.OrderStore.Place(Order order) in /src/Preorders/Data/OrderStore.cs:line 88"
)
HOST = "bakery.cluster-{}c8xk2f0q1z.eu-west-1.rds.amazonaws.com"


def bakery_preorders() -> Account:
    it = Account("bakery-preorders", "bakery", "bakery preorders", kept=(0.95, 0.44))
    it.balancer("bakery-alb", 610, 0.11)
    it.tasks("counter-web", zerolog("counter-web"), "bakery", 24)
    web = {
        "PreordersPlaced": ("Count", 31),
        "PreordersFailed": ("Count", 0.3),
    }
    it.measured("counter-web", "Bakery/Orders", {"Service": "counter-web"}, web)
    it.tasks("preorder-core", serilog("Preorders.Data"), "bakery", 29, 52)
    it.instance("bakery-aurora-1", 44, mysql, "error")
    it.instance("bakery-aurora-2", 19)
    it.lambda_("oven-plan", powertools("oven-plan"), 6, 1240)
    it.calls("bakery-alb > counter-web > preorder-core > bakery-aurora-1")
    it.calls("preorder-core > bakery-aurora-2", "oven-plan > bakery-aurora-2")

    it.closely("bakery-aurora-1", "DatabaseConnections")
    it.closely("bakery-aurora-2", "DatabaseConnections")
    it.moves("counter-web", ONSET, {"PreordersFailed": 9, "PreordersPlaced": 22}, until=-200)
    it.moves("counter-web", -200, {"PreordersFailed": 29, "PreordersPlaced": 0.2})
    it.moves("bakery-aurora-1", ONSET, {"DatabaseConnections": 5}, ramp=140)
    it.moves("bakery-aurora-2", ONSET, {"DatabaseConnections": 58}, ramp=140)
    it.moves("bakery-alb", ONSET, {"HTTPCode_Target_5XX_Count": 27}, ramp=130)

    it.business("counter-web", lambda d: f"GET /shops/{d.randint(1, 140)}/shelf", 1.2)
    it.business("counter-web", "slot is full, offered the next", 0.25, level="WARN")
    it.business(
        "preorder-core", lambda d: f"Order {d.randint(10**5, 10**6)} placed", 1.1, (-205, 0)
    )
    it.business(
        "preorder-core", "Compiling a query which loads related collections", 0.2, level="WARN"
    )
    it.business("oven-plan", lambda d: f"planned {d.randint(40, 90)} trays", 0.3)
    it.business(
        "bakery-aurora-1",
        "[MY-010914] [Server] Aborted connection to db: 'bakery' user: 'report' host: "
        "'10.0.3.18' (Got an error reading communication packets).",
        0.15,
        level="WARN",
    )
    it.says("preorder-core", READ_ONLY, 12, ONSET, -200, "ERROR")
    it.says("preorder-core", READ_ONLY, 34, -200, level="ERROR")
    refused = "could not place preorder\nPOST http://preorder-core.bakery.local/orders: 500"
    it.says("counter-web", refused, 8, ONSET, -200, "ERROR")
    it.says("counter-web", refused, 27, -200, level="ERROR")
    for at in (-352.0, -216.0):
        it.once("preorder-core", at, "Application started. Press Ctrl+C to shut down.")

    it.change(-5200, "deployment", "oven-plan", "oven-plan 1.9.3")
    it.change(
        -405,
        "configuration",
        "preorder-core",
        "terraform apply prod/ecs: 3 changed (drift)",
        "ops-terraform",
        {
            "environment.ORDERS_DB_HOST": {
                "before": HOST.format(""),
                "after": HOST.format("ro-"),
            }
        },
    )
    it.change(
        -404, "configuration", "counter-web", "terraform apply prod/ecs: tags", "ops-terraform"
    )
    it.alarm("preorders-failing", "counter-web", "PreordersFailed", 16, 3)
    it.expects(
        ["confirmed", "likely"],
        "preorder-core",
        ["configuration", "deployment"],
        ["ORDERS_DB_HOST"],
        ["bakery-aurora-1", "bakery-aurora-2", "counter-web"],
    )
    return it
