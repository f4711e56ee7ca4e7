"""Secrets that their surroundings give away: an assignment, a header, a URL, a key file."""

import re

from casebook.redaction.rule import Rule

# What stands where a secret would stand and is none: placeholders, references, states.
_NO_SECRET = re.compile(
    r"(?i)(?:true|false|null|none|nil|undefined|empty|redacted|hidden|masked|missing|required|"
    r"invalid|expired|incorrect|unknown|changed|set|unset|optional|default|example|changeme|"
    r"[*x.•_-]+|\$\{.*|\$\(.*|\$[A-Z_]*|%[sdr(].*|\{+.*|<.*|process\.env.*|os\.environ.*|"
    r"env\.\w+|arn:.*|https?:.*|s3:.*|/(?:[\w.-]+/)+[\w.-]*)"
)
_LONG = 16
_WEAK_MINIMUM = 8

_PASSWORD_WORDS = r"pass(?:w(?:or)?d|phrase|code)|passwd|pwd|secret"
_TOKEN_WORDS = (
    r"token|credentials?|signature|apikey|authkey|"
    r"(?:api|access|account|app|auth|client|consumer|encryption|license|master|private|secret|"
    r"service|session|shared(?:[_-]?access)?|signing|ssh|storage)[_\-. ]?key|"
    r"client[_\-. ]?secret|auth"
)
# `key = value`, `"key": "value"`, `key => 'value'`, `key := value`; the key may be part of a longer
# name (DB_PASSWORD, githubToken) but nothing that changes its meaning may follow (token_count).
_ASSIGNS = (
    r"(?:[_-]?(?:key|value|b64|base64|v?\d{1,2}))?"
    r"[\"'`\])\\]{0,4}(?:[ \t]{1,8}string)?[ \t]{0,8}(?:=>|:=|\|\|:|[.?<]?=|={1,3}|:)[ \t]{0,8}"
)
# `setProperty("API_TOKEN", "value")`: a pair of quoted strings.
_PAIRS = r"[\"'][ \t]{0,8},[ \t]{0,8}(?=[\"'])"
_VALUE = (
    r"(?P<open>\\?[\"'`])?"
    r"(?P<secret>(?(open)[^\"'`\\\r\n]{1,4096}|[^\s\"'`,;&<>(){}\[\]|\\]{1,4096}))"
)


def _is_password(found: re.Match[str]) -> bool:
    """Any value counts, except those that only talk about a password ("password: incorrect")."""
    value = found["secret"]
    if _NO_SECRET.fullmatch(value):
        return False
    return bool(found["open"]) or not value.isalpha() or "=" in found[0]


def _is_token(found: re.Match[str]) -> bool:
    """Tokens are long and look made by a machine; `token: abc` in a sentence is not one."""
    value = found["secret"]
    if len(value) < _WEAK_MINIMUM or " " in value or _NO_SECRET.fullmatch(value):
        return False
    has_digit = any(c.isdigit() for c in value)
    if has_digit and any(c.isalpha() for c in value):
        return True
    return len(value) >= _LONG and (has_digit or not (value.islower() or value.isupper()))


def _is_not_in_url(found: re.Match[str]) -> bool:
    """`https://user:pass@host` is no address of a person, and its host must stay readable."""
    before = found.string[max(0, found.start() - 300) : found.start()]
    return "://" not in before.rpartition(" ")[2]


def _passes_luhn(found: re.Match[str]) -> bool:
    """The check digit of payment cards, ISO/IEC 7812-1 annex B."""
    digits = [int(c) for c in reversed(found[0]) if c.isdigit()]
    doubled = sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + doubled) % 10 == 0


# fmt: off
STRUCTURE_RULES: tuple[Rule, ...] = (
    # A whole key block, also when the end was cut off, also with `\n` written out in JSON.
    Rule("private-key", r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----"
         r"(?s:.*?)(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|\Z)", ("-----begin",)),
    # JSON Web Tokens, RFC 7519: base64 of `{"` begins with `eyJ`; ICM tokens with `eyO`.
    Rule("jwt", r"(?<![\w-])ey[A-Za-z][\w-]{8,}\.ey[\w-]{8,}(?:\.[\w=+/-]*)?", ("ey",)),
    Rule("token", r"(?<![\w-])eyJ[\w+/=-]{40,}", ("eyj",)),
    # The userinfo of a URL, RFC 3986 section 3.2.1; the host stays readable.
    Rule("password", r"(?i)\b[a-z][a-z0-9+.-]{1,20}://[^\s/:@\"'<>]{0,256}:"
         r"(?P<secret>[^\s/\"'<>]{1,512}?)@(?=[\w\[.-])", ("://",)),
    # Authorization headers, RFC 9110 section 11.6.2, and cookies, RFC 6265.
    Rule("authorization", r"(?i)\bauthorization[\"'\]]{0,2}\s{0,4}[:=]\s{0,4}[\"']?"
         r"(?:(?:bearer|basic|token|digest|apikey|key|negotiate)\s+)?"
         r"(?!AWS4-HMAC|bearer\b|basic\b)(?P<secret>[^\s\"',;<>]{4,4096})", ("authorization",)),
    Rule("authorization", r"(?i)\b(?:bearer|basic)\s+(?P<secret>[\w.~+/-]{16,4096}=*)",
         ("bearer", "basic"), lambda found: any(c.isdigit() for c in found["secret"])),
    Rule("cookie", r"(?i)\b(?:set-)?cookie[\"'\]]{0,2}\s{0,4}[:=]\s{0,4}[\"']?"
         r"(?P<secret>[\w.%-]+=[^\r\n\"'<>]{1,4096})", ("cookie",)),
    # Signatures in query strings: AWS presigned URLs, Azure shared access signatures.
    Rule("signature", r"(?i)(?:x-amz-(?:signature|security-token)|[?&]sig|\bsignature)="
         r"(?P<secret>[\w%+/=-]{16,4096})", ("signature", "x-amz-security-token", "sig=")),
    # Command lines: --password x, mysql -px is left alone, curl -u user:password.
    Rule("password", r"(?i)--?(?:\w+-)?(?:password|passwd|secret|token|api-?key)[ \t]+[\"']?"
         r"(?P<secret>[^\s\"'<>-][^\s\"'<>]{3,512})", ("-pass", "-secret", "-token", "key")),
    Rule("password", r"(?s)\bcurl\b.{0,400}?\s(?:-u|--user)[ =]?[\"']?"
         r"(?P<secret>[^\s:\"'<>]{1,128}:[^\s\"'<>]{1,256})", ("curl",)),
    # XML: <password>x</password>, <add key="Password" value="x"/>.
    Rule("password", r"(?i)<(?:\w+:)?\w*(?:password|passwd|secret|token|apikey)\w*>"
         r"\s{0,40}(?P<secret>[^<>\s]{3,4096})\s{0,40}</", ("</",)),
    Rule("password", r"(?i)(?:key|name)=\"[^\"]{0,64}password\"\s+"
         r"value=\"(?P<secret>[^\"<>]{3,512})\"",
         ("value=",)),
    Rule("password", rf"(?i)(?:{_PASSWORD_WORDS}){_ASSIGNS}{_VALUE}",
         ("pass", "pwd", "secret"), _is_password),
    Rule("secret", rf"(?i)(?:{_TOKEN_WORDS})(?:{_ASSIGNS}|{_PAIRS}){_VALUE}",
         ("token", "key", "credential", "signature", "secret", "auth"), _is_token),
    # People.
    Rule("email", r"(?i)(?<![\w.+%-])[a-z0-9][\w.+-]{0,63}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}"
         r"(?![\w@-])", ("@",), _is_not_in_url),
    # Payment cards by issuer range (ISO/IEC 7812), in one piece or in groups.
    Rule("card", r"(?<![\w.#:=+-])(?:"
         r"(?:4\d{3}|5[1-5]\d\d|2[2-7]\d\d|6(?:011|5\d\d|4[4-9]\d))(?:[ -]?\d{4}){3}"
         r"|3[47]\d\d[ -]?\d{6}[ -]?\d{5})(?![\w.#:-])", (), _passes_luhn),
)
# fmt: on
