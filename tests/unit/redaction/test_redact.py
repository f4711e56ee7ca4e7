import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.redaction import Redactor, redact

# Made up for these tests; none of them opens anything.
KEY = "AKIA" + "QWERTZUIOPASDFGH"
TOKEN = "ghp_" + "a1B2" * 9


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        (f"using {KEY} now", "using <aws-access-key-1> now"),
        (f"git clone with {TOKEN}", "git clone with <github-token-1>"),
        ("DB_PASSWORD=hunter2", "DB_PASSWORD=<password-1>"),
        ('{"password": "correct horse"}', '{"password": "<password-1>"}'),
        ('"{\\"apiKey\\":\\"9f8e7d6c5b4a3210\\"}"', '"{\\"apiKey\\":\\"<secret-1>\\"}"'),
        (
            "postgres://app:s3cret@db.internal:5432/x",
            "postgres://app:<password-1>@db.internal:5432/x",
        ),
        ("Server=db;Uid=app;Pwd=s3cret;Port=1", "Server=db;Uid=app;Pwd=<password-1>;Port=1"),
        ("Authorization: Bearer abcdef0123456789", "Authorization: Bearer <authorization-1>"),
        ("authorization: Basic dXNlcjpwYXNz", "authorization: Basic <authorization-1>"),
        ("Cookie: session=a1b2c3; theme=dark", "Cookie: <cookie-1>"),
        ("mail to ann@example.com failed", "mail to <email-1> failed"),
        ("card 4111 1111 1111 1111 declined", "card <card-1> declined"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-DEF_123", "<jwt-1>"),
    ],
)
def test_a_secret_is_replaced_by_its_kind_and_the_rest_stays(text: str, redacted: str) -> None:
    assert redact(text) == redacted


def test_a_private_key_is_replaced_whole_even_when_its_end_was_cut_off() -> None:
    begin = "-----BEGIN RSA PRIVATE KEY-----\nMIIEvQ\n"

    assert redact(f"key: {begin}-----END RSA PRIVATE KEY-----.") == "key: <private-key-1>."
    assert redact(f"key: {begin}MIIEvQ") == "key: <private-key-1>"


@pytest.mark.parametrize(
    "line",
    [
        "Failed password for root from 183.62.140.253 port 22 ssh2",
        "password: incorrect",
        "password authentication failed for user app",
        'token expired, "tokens": 1432, token_count=18',
        '{"level":"INFO","requestId":"8f507f1c-9a4b-4b4e-8c3a-0d5f5a1b2c3d","orderKey":"order-17"}',
        "blk_3587508140051953248 of size 67108864 from /10.251.42.84",
        "commit 9fceb02d0ae598e95dc970b74767f19372d61af8",
        "PAYMENTS_URL=http://payments.internal:8080/v1/charge",
        "arn:aws:dynamodb:us-east-1:123456789012:table/orders-table",
        "2026-11-21T19:04:11.120Z INFO took 1514038560000 ns",
        "secret: ${DB_SECRET}",
    ],
)
def test_ordinary_lines_stay_as_they_are(line: str) -> None:
    assert redact(line) == line


def test_a_number_that_is_no_card_stays() -> None:
    assert redact("order 4111 1111 1111 1112") == "order 4111 1111 1111 1112"


def test_the_same_secret_has_the_same_number_and_another_one_the_next() -> None:
    text = "password=one1 then password=two2 then password=one1"

    assert (
        redact(text)
        == "password=<password-1> then password=<password-2> then password=<password-1>"
    )


def test_one_stream_numbers_its_secrets_through_all_its_texts() -> None:
    stream = Redactor()

    assert stream.redact("password=one1") == "password=<password-1>"
    assert stream.redact("password=two2") == "password=<password-2>"
    assert stream.redact("password=one1") == "password=<password-1>"


def test_a_new_secret_does_not_take_the_number_of_a_placeholder_that_is_there() -> None:
    assert redact("password=<password-1> pwd=two2") == "password=<password-1> pwd=<password-2>"


def test_json_stays_json() -> None:
    log = json.dumps({"message": "x", "headers": {"authorization": f"Bearer {TOKEN}"}, "n": 1})

    assert json.loads(redact(log))["n"] == 1
    assert TOKEN not in redact(log)


_PIECES = st.sampled_from(
    ["password=", '"token": "', "://a:b@", " ", '"', "'", "<password-1>", KEY, TOKEN, "@x.io", "\n",
     "Bearer ", "authorization:", "secret", "=>", "-----BEGIN PRIVATE KEY-----", "4111111111111111"]
)  # fmt: skip


@given(st.lists(_PIECES | st.text(max_size=20), max_size=12).map("".join))
def test_redacting_twice_is_redacting_once_whatever_the_text(text: str) -> None:
    once = redact(text)

    assert redact(once) == once


@pytest.mark.parametrize(
    "piece", ["a", "eyJ", "password", "a.", "key-", "@a", "1234 ", "<", '"', "\\"]
)
def test_a_long_text_of_one_piece_takes_no_time_to_speak_of(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    began = time.perf_counter()

    redact(text)

    assert time.perf_counter() - began < 10
