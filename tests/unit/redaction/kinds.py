"""Secrets by their kind, made when they are needed: nothing here was ever one.

`KINDS` are texts that hold one, `LOOKALIKES` texts that only look as if they did. The tests hold
both, and `make bench` prints them as a table.
"""

import base64
import string
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from urllib.parse import quote

LETTERS = string.ascii_letters
WORDS = ("sesame", "Tribeca", "walnut", "Kestrel", "harbour", "Lisbon")


def mixed(random: Random, length: int = 14) -> str:
    """Letters and digits, of each one at least."""
    inner = "".join(random.choices(LETTERS + string.digits, k=length - 2))
    return random.choice(LETTERS) + inner + random.choice(string.digits)


def digits(random: Random, length: int) -> str:
    """No zero comes first."""
    return random.choice("123456789") + "".join(random.choices(string.digits, k=length - 1))


def _base64(random: Random, size: int) -> str:
    return base64.b64encode(random.randbytes(size)).decode()


def _word(random: Random) -> str:
    return random.choice(WORDS) + random.choice(("", "".join(random.choices(LETTERS, k=4))))


def _passphrase(random: Random) -> str:
    return " ".join(random.sample(WORDS, 3))


def card(random: Random) -> str:
    """With its check digit (Luhn), in one piece or in groups."""
    number = random.choice(("4", "51", "55", "34", "6011"))
    length = 14 if number == "34" else 15
    number += "".join(random.choices(string.digits, k=length - len(number)))
    number += next(d for d in string.digits if _luhn(number + d) == 0)
    groups = [number[n : n + 4] for n in range(0, len(number), 4)]
    return number if len(number) == 15 else random.choice(("", " ", "-")).join(groups)


def _luhn(number: str) -> int:
    places = [int(c) for c in reversed(number)]
    return sum(places[::2] + [sum(divmod(2 * d, 10)) for d in places[1::2]]) % 10


def iban(random: Random) -> str:
    """With its check digits (mod 97)."""
    accounts = {"DE": ("", 18), "GB": ("WEST", 14), "NL": ("ABNA", 10)}
    country = random.choice([*accounts])
    bank = accounts[country][0] + digits(random, accounts[country][1])
    number = int("".join(str(int(c, 36)) for c in bank + country + "00"))
    account = f"{country}{98 - number % 97:02d}{bank}"
    if random.random() < 0.5:
        return account
    return " ".join(account[n : n + 4] for n in range(0, len(account), 4))


def _key_block(random: Random) -> str:
    data = _base64(random, 600)
    return "\n".join(data[n : n + 64] for n in range(0, len(data), 64))


def _symbols(random: Random) -> str:
    return mixed(random, 8) + random.choice("@@#?!") + mixed(random, 5)


def _full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) for c in text)


def _with_lookalikes(random: Random, text: str) -> str:
    """The key's vowels are of the Cyrillic alphabet."""
    key, sign, value = text.partition("=")
    return key.translate(str.maketrans("aeo", "\u0430\u0435\u043e")) + sign + value


def _with_unseen(random: Random, text: str) -> str:
    place = random.randrange(1, len(text) - 1)
    return text[:place] + random.choice("\u200b\u200d\u2060\ufeff\u00ad") + text[place:]


@dataclass(frozen=True)
class Kind:
    """`made` gives one of its secrets; each form is a text with `{}` where it stands."""

    name: str
    made: Callable[[Random], str]
    forms: tuple[str, ...]
    spelled: Callable[[Random, str], str] = lambda random, text: text

    def text(self, random: Random) -> tuple[str, str]:
        """A text and the secret in it."""
        secret, form = self.made(random), random.choice(self.forms)
        before, _, after = form.partition("{}")
        return self.spelled(random, before) + secret + after, secret


_ASSIGNED = ("password={}", "DB_PASSWORD: {}", '"secret": "{}"', "pwd={};", 'apiKey="{}"')

KINDS = (
    Kind("SQL passwords", mixed, (
        "CREATE USER 'app'@'%' IDENTIFIED BY '{}'", "ALTER ROLE app WITH PASSWORD '{}'",
        "CREATE USER app IDENTIFIED WITH mysql_native_password BY '{}';",
        "ALTER USER app WITH LOGIN ENCRYPTED PASSWORD '{}' VALID UNTIL 'infinity'",
        "CREATE USER app IDENTIFIED BY {}", "CREATE LOGIN app WITH PASSWORD = N'{}'",
        "SET PASSWORD FOR 'app'@'%' = PASSWORD('{}')", "statement: alter user app password '{}'",
    )),
    Kind("passwords that are words (SQL, YAML)", _word, (
        "password: {}", "spring:\n  datasource:\n    password: {}\n    url: x", "pwd: {}\n",
        "{user: app, password: {}}", "ALTER ROLE app PASSWORD '{}'", "- passphrase: {}",
    )),
    Kind("spoken passwords", mixed, (
        "the password is {}", "cannot log in with password {}.", "his new password was {}, sadly",
        "password for app is {}", "password set: the password of admin was {}", "using password {}",
        "changed the password to {}", "your password has been set to {}",
    )),
    Kind("pass phrases in quotation marks", _passphrase, ('password="{}"', "{'pwd': '{}'}")),
    Kind("cards", card, (
        "pan={}", "card:{}", "paid with {} today", '"cardNumber": "{}"', "card number {}",
        '{"pan":{}}', "credit_card={}&x=1", "cc_number={}", "track2={}=2512",
    )),
    Kind("card codes", lambda r: digits(r, 3), ("cvv={}", '"cvc": "{}"', "CVV2: {}")),
    Kind("accounts (IBAN)", iban, ("iban={}", "to {} was refused", '"iban":"{}"', "IBAN: {}")),
    Kind("social security numbers",
         lambda r: f"{digits(r, 3)}-{digits(r, 2)}-{digits(r, 4)}",
         ("SSN: {}", "ssn={}", '"ssn": "{}"', "social security number {}")),
    Kind("one-time codes", lambda r: digits(r, 6), (
        "otp={}", "your OTP is {}", "verification code: {}", '"otp_code":"{}"', "2FA code {}",
        "one-time passcode {} for ann", "mfa code: {}", "pin={}", "2FA: {}",
    )),
    Kind("telephones", lambda r: f"+{digits(r, 2)} {digits(r, 3)} {digits(r, 7)}", (
        "phone={}", "Tel: {}", '"phoneNumber": "{}"', "SMS sent to {} failed", "mobile {}",
        "call {} again",
    )),
    Kind("telephones with their country alone", lambda r: f"+{digits(r, 12)}",
         ("message to {} failed", "to={}", '"recipient": "{}"')),
    Kind("passwords of URLs", _symbols, (
        "postgres://app:{}@db.internal:5432/x", "amqp://u:{}@mq/", "redis://:{}@cache:6379/0",
        "https://ann:{}@host.example/a?b=c",
    )),
    Kind("keys whose beginning was cut off", _key_block, (
        "{}\n-----END PRIVATE KEY-----", "…\n{}\n-----END RSA PRIVATE KEY-----\n",
    )),
    Kind("arguments of commands", mixed, (
        "mysql -h db -u app -p{} shop", "mysqldump -uapp -p{} shop > x", "sshpass -p {} ssh a@b",
        "redis-cli -h c -a {} ping", "deploy --password {} now",
    )),
    Kind("assignments, percent-encoded", mixed, _ASSIGNED, lambda r, text: quote(text)),
    Kind("assignments, with escapes of JSON", mixed, ("password={}", "secret={}"),
         lambda r, text: "".join(f"\\u{ord(c):04x}" if r.random() < 0.3 else c for c in text)),
    Kind("assignments, full-width", mixed, ("password={}", "secret={}"),
         lambda r, text: _full_width(text)),
    Kind("assignments, with letters that nobody sees", mixed, ("password={}", "secret={}"),
         _with_unseen),
    Kind("assignments", mixed, _ASSIGNED),
    Kind("assignments, with letters of other alphabets", mixed, ("password={}", "secret={}"),
         _with_lookalikes),
    Kind("passwords by their short word", mixed, ("pw {}", "the pw is {}", "login app, pw: {}")),
    Kind("passwords of Redis", mixed, ("AUTH {}", "AUTH default {}", '1700 "AUTH" "{}"')),
    Kind("accounts in small letters", lambda r: iban(r).lower(), ("iban={}", "to {} was refused")),
    Kind("codes that were sent", lambda r: digits(r, 6), (
        "code {} sent by SMS", "code {} was sent via email")),
    Kind("tokens of GitHub", lambda r: "ghp_" + mixed(r, 36), ("using {} now", "url?x={}&y")),
    Kind("keys of AWS", lambda r: "AKIA" + "".join(r.choices(string.ascii_uppercase, k=16)),
         ("found {}", "aws_access_key_id = {}")),
)  # fmt: skip


@dataclass(frozen=True)
class Lookalike:
    """Texts that hold no secret, whatever `made` puts into them."""

    name: str
    made: Callable[[Random], str]
    forms: tuple[str, ...]

    def text(self, random: Random) -> str:
        return random.choice(self.forms).replace("{}", self.made(random))


LOOKALIKES = (
    Lookalike("words about passwords", lambda r: r.choice(("incorrect", "wrong", "expired")), (
        "password: {}", "the password is {}", "password authentication failed for user app",
        "Access denied for user 'app'@'10.0.0.1' (using password: YES)", "Enter password:",
        "password: must have 8 characters", "Failed password for root from 10.0.0.1 port 22",
        "with password SCRAM-SHA-256 authentication", "reset your password to continue",
        "password was changed 14 days ago", "the password is too short", "passwords: 3",
        "identified by name", "Identified as 'admin'", "PASSWORD EXPIRE NEVER",
    )),
    Lookalike("names of secrets", lambda r: "".join(r.choices(LETTERS, k=6)), (
        "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-{}",
        '"SecretId": "arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:db-{}"',
    )),
    Lookalike("names of secrets and options", lambda r: r.choice(("db", "api", "orders")), (
        "secret: my-{}-secret not found", "secret: shop/{}-password does not exist",
        "mysql -pool 5 -h {}", "mysql -h {} -port 3306", "AUTH failed for {}", "AUTH PLAIN LOGIN",
        "AUTH {}-service-2 started", "AUTH {}-service-2", "the pw check of {} failed",
        "pw 3.5", "pw: missing",
    )),
    Lookalike("codes of errors", lambda r: digits(r, 5), (
        "error code {} sent by email", "code {} sent to the client", "exit code {}",
    )),
    Lookalike("ids in small letters", lambda r: "de" + r.randbytes(10).hex(), ("id {}", "ref={}")),
    Lookalike("words of other alphabets", lambda r: r.choice("xy"), (
        "\u043f\u0430\u0440\u043e\u043b\u044c: {}", "\u03b1{} = 12",
        "\u043e\u0442 {} \u0434\u043e 7",
    )),
    Lookalike("ids of requests", lambda r: _base64(r, 57), (
        "x-amz-id-2: {}", "S3 Extended Request ID: {}", '"x-amz-cf-id": "{}"', "RequestId={}",
        '"HostId":"{}"',
    )),
    Lookalike("receipt handles", lambda r: "AQEB" + _base64(r, 200), (
        '"ReceiptHandle": "{}"', "receipt handle {} has expired", "receipt_handle={}",
        '{\\"receiptHandle\\":\\"{}\\"}',
    )),
    Lookalike("digests of scripts", lambda r: _base64(r, 64), (
        "integrity sha512-{}", '"integrity": "sha512-{}"', "<script integrity=sha512-{}>",
    )),
    Lookalike("pictures", lambda r: "iVBORw0KGgo" + _base64(r, 150), (
        "data:image/png;base64,{}", '<img src="data:image/gif;base64,{}">',
    )),
    Lookalike("numbers", lambda r: digits(r, 10), (
        "took {} ns", "order {} was paid", "id={}", "at {} of 12", "offset {}", "+{} -3",
        "10.251.42.84:{}", "error code: 50012", "cell {} of the grid is empty",
        "2026-11-21 19:04:11 {}", "called 1234567 times", "offset +{} bytes", "ratio: +{}",
        "sms sent {} messages", "shipping={}", "blk_{}", "size: {} bytes",
    )),
    Lookalike("digests and ids", lambda r: r.randbytes(20).hex(), (
        "commit {}", "image sha256:{}", "trace {}", 'etag: "{}"', "key {}",
    )),
    Lookalike("addresses", lambda r: r.choice(("a%20b", "x%3D1", "%7Bid%7D")), (
        "GET /orders?q={}&page=2", "https://shop.example/{}/cart", "http://h/?email=none&to={}",
    )),
)  # fmt: skip

SEEDS = 60


def recall(kind: Kind, redact: Callable[[str], str]) -> float:
    """The share of its secrets that are gone from their texts."""
    found = [kind.text(Random(f"{kind.name}{seed}")) for seed in range(SEEDS)]
    return sum(not survives(secret, redact(text)) for text, secret in found) / SEEDS


def survives(secret: str, text: str) -> bool:
    """Whether as much of it is left as would let one guess the rest."""
    size = max(3, min(12, len(secret) // 2))
    return any(secret[n : n + size] in text for n in range(len(secret) - size + 1))


def false_alarms(lookalike: Lookalike, redact: Callable[[str], str]) -> float:
    """The share of texts that were altered without cause."""
    texts = [lookalike.text(Random(f"{lookalike.name}{seed}")) for seed in range(SEEDS)]
    return sum(redact(text) != text for text in texts) / SEEDS
