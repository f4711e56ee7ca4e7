"""Which resource a text is about."""

import re
from functools import lru_cache

from casebook.domain.workload import Resource, Workload
from casebook.reasoning.endpoints import foreign_hosts_in, is_local, without_paths
from casebook.reasoning.reading import Reading
from casebook.reasoning.signs import CALLING, CONNECTING, REJECTED, Sign, sign_of

# Words that say what kind of thing a resource is, or where it runs, but not which one.
_COMMON = frozenset(
    [
        "fn",
        "func",
        "function",
        "lambda",
        "table",
        "queue",
        "topic",
        "service",
        "svc",
        "api",
        "app",
        "db",
        "database",
        "handler",
        "worker",
        "prod",
        "production",
        "dev",
        "staging",
        "test",
        "stage",
        "main",
        "aws",
        "the",
        "http",
        "https",
        "default",
        "cluster",
        "bucket",
    ]
)
_OPERATIONS: dict[str, str] = {
    r"(Batch)?(Get|Put|Update|Delete|Write|Transact\w+)Items?|Query|Scan": "dynamodb",
    r"(Send|Receive|Delete|Change)Message\w*": "sqs",
    r"Invoke(Async|Function)?": "lambda",
}
_OPERATION = re.compile(r"(?:when calling the |operation:? |perform: \w+:)(\w+)")
_SERVICE = re.compile(r"\b(dynamodb|sqs|lambda|rds)[.:]", re.IGNORECASE)
# How drivers name themselves, or the server that they speak to, in what they raise.
_DRIVERS = re.compile(
    r"psycopg|\bPG::|PSQLException|postgres|\bpq: |pgx|SQLSTATE|\bSQL\w*Exception|MySQL|mariadb"
    r"|sqlalchemy|ActiveRecord::|Sequelize|\bJDBC|Hikari|\bORA-\d{5}|SqlClient|Npgsql"
    r"|deadlock detected|relation \S+ does not exist",
    re.IGNORECASE,
)
# Whose refusal these are, where only one is called that is outside of the account.
_OF_OTHERS = REJECTED | {Sign.THROTTLING, Sign.CERTIFICATE, Sign.PERMISSION}
# Said of connections that one has to a server of its own, which tables and queues have none of.
_BY_SERVERS = frozenset({Sign.CERTIFICATE, Sign.REFUSED})
_HTTP = re.compile(
    r"https?://|\bHTTP\b|axios|httpx|\bfetch\b|requests\.|urllib3|HttpClient|okhttp|feign"
    r"|status code|\b(GET|POST|PUT|PATCH|DELETE) /",
    re.IGNORECASE,
)
_SPEAK_HTTP = frozenset({"lambda", "http", "apigateway", "ecs", "eks-workload", "other"})
_HAND_ON = frozenset({"apigateway", "stepfunctions"})
_REMOTE = _SPEAK_HTTP | {"rds"}


def callee_in(workload: Workload, caller: str, reading: Reading) -> Resource | None:
    """The resource that the caller's error is about, if the text or the topology tells.

    What a URL asks for is no name of the one who was asked, and a table, a queue or a bucket has no
    host of somebody else. Nobody else is behind an address of the host's own.

    A name in the text is sought first, then the AWS service whose operation failed, then a word of
    a name ("payments answered 503" speaks of `payments-fn`), at last the only one it can be.
    """
    others = _candidates(workload, caller)
    words = without_paths(reading.words)
    sign = sign_of(reading)
    if foreign_hosts_in(words) or (sign in _BY_SERVERS and service_in(words) is None):
        others = [each for each in others if each.type in _REMOTE]
    if named := [each for each in others if _names(words, each.name)]:
        return max(named, key=lambda each: len(each.name))
    if service := service_in(words):
        of_service = [each for each in others if each.type == service]
        if of_service or service != "rds":  # a database may be registered as something else
            return of_service[0] if len(of_service) == 1 else None
    if sign in CALLING and is_local(reading.words):  # a socket is a path
        return None
    if hinted := [each for each in others if _hints(words, each.name)]:
        # "inventory answered 503 for POST /orders" is not about the orders table.
        called = [each for each in hinted if each.type in _REMOTE] if sign in CALLING else hinted
        return called[0] if len(called) == 1 else None
    return _only_one(others, words, sign)


def code_behind(workload: Workload, name: str, reading: Reading) -> str:
    """The name of the resource whose code an error of code is about: what only hands calls on runs
    none, and logs what it was answered."""
    owner = workload.resource(name)
    if owner is None or owner.type not in _HAND_ON:
        return name
    callee, called = callee_in(workload, name, reading), workload.callees_of(name)
    return callee.name if callee else called[0] if len(called) == 1 else name


def _candidates(workload: Workload, caller: str) -> list[Resource]:
    """Whom the caller calls; every other resource where nobody has told us."""
    called = workload.callees_of(caller)
    names = called or tuple(
        each.name for each in workload.resources if not workload.calls and each.name != caller
    )
    resources = (workload.resource(name) or Resource(name=name) for name in names)
    return [each for each in resources if each.name != caller]


def _only_one(others: list[Resource], words: str, sign: Sign | None) -> Resource | None:
    """The only one of them that can have answered so."""
    if sign is Sign.CONNECTIONS:  # handed out by the database, and by it alone
        able = [each for each in others if each.type == "rds"]
    elif sign in _OF_OTHERS and any(each.type == "http" for each in others):
        able = [each for each in others if each.type == "http"]
    elif sign is Sign.CERTIFICATE or sign is Sign.UPSTREAM or _HTTP.search(words):
        able = [each for each in others if each.type in _SPEAK_HTTP]
    elif sign in CONNECTING or sign is Sign.SLOW:
        able = [each for each in others if each.type in _REMOTE]
    else:
        able = others
    is_call = sign in CALLING or sign in (*_OF_OTHERS, Sign.CONNECTIONS)
    return able[0] if is_call and len(able) == 1 else None


def service_in(words: str) -> str | None:
    """The type of resource whose operation, host or driver the words name."""
    if operation := _OPERATION.search(words):
        for pattern, service in _OPERATIONS.items():
            if re.fullmatch(pattern, operation[1]):
                return service
    if service_host := _SERVICE.search(words):
        return service_host[1].lower()
    return "rds" if _DRIVERS.search(words) else None


def _names(text: str, name: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text, re.IGNORECASE) is not None


def _hints(text: str, name: str) -> bool:
    said = set(re.findall(r"[a-z0-9]+", text.lower()))
    return any(token in said or _singular(token) in said for token in telling_words(name))


def _singular(token: str) -> str:
    return token.removesuffix("s")


@lru_cache(maxsize=256)
def telling_words(name: str) -> frozenset[str]:
    """The words of a resource's name that are its own: `payments` of `payments-fn`."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    tokens = re.findall(r"[a-z0-9]+", spaced.lower())
    return frozenset(token for token in tokens if len(token) > 2 and token not in _COMMON)
