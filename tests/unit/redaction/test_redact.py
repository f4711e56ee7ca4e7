import json
import random
import string
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.redaction import Redactor, redact

# Made up for these tests; none of them opens anything.
KEY = "AKIA" + "QWERTZUIOPASDFGH"
TOKEN = "ghp_" + "a1B2" * 9


def made_by_a_generator(length: int, alphabet: str = string.ascii_letters + string.digits) -> str:
    """A secret that never was one: built when the tests run, so that the repository holds none."""
    return "".join(random.Random(length).choices(alphabet, k=length))


BASE36 = string.ascii_lowercase + string.digits
HEXADECIMAL = string.digits + "abcdef"


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
            "postgres://app:<credentials-1>@db.internal:5432/x",
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


@pytest.mark.parametrize(
    "text",
    [
        "acme_live_{base36}",
        "acme-pat-eu1-{hexadecimal}",
        "using vendor_{mixed} from now on",
        "found {mixed} in the cache",
        "vendor-{base36}",
        "the token {hexadecimal} has expired",
        "api key is {base36}",
        "creds = {mixed}",
        'vendor_key ::= "{mixed}"',
        'setProperty("API_TOKEN", "{hexadecimal}")',
        "<vendor-token>\n  {base36}\n</vendor-token>",
        "azure.client_id={hexadecimal}",
        "deploy --api-key {base36} --region eu",
        "curl -X POST \\\n  -u ann:{base36} https://x.example",
        "curl --user 'ann:{base36}' https://x.example",
        "https://hooks.slack.com/services/T0/B0/{mixed}",
        "https://x.example/get?sig={mixed}&v=1",
        "sk-{base36}",
        "amqps://guest:{base36}@mq.internal/",
    ],
)
def test_what_no_rule_names_is_found_by_its_surroundings_or_its_looks(text: str) -> None:
    secrets = {
        "mixed": made_by_a_generator(40),
        "base36": made_by_a_generator(36, BASE36),
        "hexadecimal": made_by_a_generator(32, HEXADECIMAL),
    }

    redacted = redact(text.format_map(secrets))

    assert not any(secret in redacted for secret in secrets.values())
    assert "-1>" in redacted


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
        "key blk_3587508140051953248 is missing, the token was refused",
        "org.apache.hadoop.mapreduce.v2.app.job.TaskAttemptImpl: FileOutputCommitterV2Algorithm2",
        "RequestId: VV64KQNSO5AEMVJF66Q9ASUAAJG TraceId=1-5759e988-bd862e3fe1be46a994272793",
        "image sha256-8fe9ae35d7ffb52b1ed1c8a8bb3ee71e and subnet-0a1b2c3d4e5f60718 are there",
        "attempt_1445144423722_0020_m_000000_0 on checkout-7d4b9c6f5d-x2x1z",
        "passed 17 of 18, author ann, keyboard: qwerty12, monkey=banana12",
        "client connected from /10.0.0.1:50010 with sessionid 0x14ed93111f20027",
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
     "Bearer ", "authorization:", "secret", "=>", "-----BEGIN PRIVATE KEY-----", "4111111111111111",
     "curl -u ", "token ", "key: ", "cookie: a=", "_", "-", "aB3" * 9, "sk-", "İ", "</",
     "client_id="]
)  # fmt: skip


@given(st.lists(_PIECES | st.text(st.characters(), max_size=20), max_size=12).map("".join))
def test_redacting_twice_is_redacting_once_whatever_the_text(text: str) -> None:
    once = redact(text)

    assert redact(once) == once


def test_letters_that_grow_in_lower_case_do_not_move_the_places() -> None:
    assert redact("İİİ PASSWORD=hunter2 İ") == "İİİ PASSWORD=<password-1> İ"


@pytest.mark.parametrize(
    "piece",
    [
        "a", "eyJ", "password", "a.", "key-", "@a", "1234 ", "<", '"', "\\", "://a:", "token ",
        "curl -u", "curl ", "-----BEGIN PRIVATE KEY-----", "secret=", "4111111111111111 ", "a@b.",
        "cookie: a=", "_", "aA1_", "</", "token>a</", "\ud800", "é", "auth: ", "9:A",
        "password=hunter2 <password-1> ", "%41", "\u200b", "\\u0041", " +4", "otp ",
        "DE89 3704 0044 ", "password is ", "password of a ", "identified by ", "mysql -p", "mysql ",
        "tel 1", "tel 1 2 ", "A" * 64 + "\n-----END PRIVATE KEY-----\n", "AAAAAAAAAAAAAAAA\n",
        "x-amz-id-2: aB3dE6gH9kLmN0p ",
        "arn:aws:a:b:1:secret:", "password: a", "card 4111 ", "://a:b?@", "cvv ", "password 'a",
    ],
)  # fmt: skip
def test_a_text_of_256_kb_takes_no_time_to_speak_of(piece: str) -> None:
    text = piece * (256 * 1024 // len(piece))
    began = time.perf_counter()

    redact(text)

    assert time.perf_counter() - began < 10


def test_a_text_of_secrets_takes_no_time_to_speak_of() -> None:
    characters = random.Random(1).choices(string.ascii_letters + string.digits, k=256 * 1024)
    text = " ".join("".join(characters[n : n + 24]) for n in range(0, len(characters), 24))
    began = time.perf_counter()

    redacted = redact(text)

    assert time.perf_counter() - began < 10
    assert redacted.count("<token-") > 9_000


LINES = st.lists(_PIECES | st.text(st.characters(), max_size=30), max_size=8).map("".join)
SECRETS = st.sampled_from([made_by_a_generator(length) for length in (24, 32, 40)] + ["hunter2"])


@given(st.lists(st.tuples(SECRETS, LINES), min_size=1, max_size=8))
def test_in_one_stream_a_secret_has_one_number_and_a_number_one_secret(
    said: list[tuple[str, str]],
) -> None:
    stream = Redactor()

    firsts = [stream.redact(f"password={each}\n{noise}").split("\n")[0] for each, noise in said]

    names = dict(zip((each for each, _ in said), firsts, strict=True))
    assert [names[each] for each, _ in said] == firsts
    assert len(set(names.values())) == len(names)
    assert not any(each in first for (each, _), first in zip(said, firsts, strict=True))


@given(st.lists(LINES, max_size=6))
def test_what_one_stream_redacted_stays_as_it_is_in_every_other(texts: list[str]) -> None:
    stream = Redactor()
    once = [stream.redact(text) for text in texts]

    # A later text may have given away what stood in an earlier one.
    all_known = [stream.redact(text) for text in once]

    assert [stream.redact(text) for text in all_known] == all_known
    assert list(map(redact, all_known)) == all_known


@given(st.text(st.characters(), min_size=1, max_size=6), st.integers(1, 3_000))
def test_a_long_row_of_anything_is_redacted_once_and_for_all(piece: str, times: int) -> None:
    once = redact(piece * times)

    assert redact(once) == once
