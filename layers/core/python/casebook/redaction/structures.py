"""Secrets that their surroundings give away: an assignment, a header, a URL, a key file."""

from collections.abc import Callable

from casebook.redaction.randomness import digits_in, is_mixed_case
from casebook.redaction.rule import Found, Rule, compiled

# What stands where a secret would stand and is none: placeholders, references, states.
_NO_SECRET = (
    r"(?i)(?:true|false|null|none|nil|undefined|empty|redacted|hidden|masked|missing|required|"
    r"invalid|expired|incorrect|unknown|changed|set|unset|optional|default|example|changeme|"
    r"yes|no|not|wrong|failed|failure|failures|rejected|denied|accepted|verified|mismatch|disabled|enabled|"
    r"provided|given|weak|reset|rotated|updated|valid|present|absent|string|text|authentication|"
    r"login|manager|policy|scram.*|md5|sha-?\d.*|bcrypt|argon2\w*|caching_sha2_password|"
    r"mysql_native_password|"
    r"[*x.•_-]+|\$\{.*|\$\(.*|\$[A-Z_]*|%[sdr(].*|\{+.*|<.*|process\.env.*|os\.environ.*|"
    r"env\.\w+|arn:.*|https?:.*|s3:.*|/(?:[\w.-]+/)+[\w.-]*)"
)
_LONG = 16
_MIXED = 12
_WEAK_MINIMUM = 8

# `arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf` names a secret.
_IN_ARN = r"\barn:aws[\w-]*:[^\s:]*:[^\s:]*:\d*:$"

# `secret: my-db-secret not found` names one, too.
_NAME_OF_SECRET = r"(?:[a-z]{1,32}[-/]){1,8}(?:secret|password|credential|key|token)s?"

_PASSWORD_WORDS = r"pass(?:w(?:or)?d|wort|phrase|code)|passwd|pwd|secret"
_KEYS_OF = (
    "api|app|access|account|auth|client|consumer|encryption|license|master|private|secret|service|"
    "session|signing|ssh|storage"
)
_AFTER_KIND = "|".join(rf"(?<={kind})|(?<={kind}[_\-. ])" for kind in _KEYS_OF.split("|"))
_TOKEN_WORDS = rf"token|cred(?:ential)?s?|signature|(?:{_AFTER_KIND})key|auth"
# `key = value`, `"key": "value"`, `key => 'value'`, `key := value`; the key may be part of a longer
# name (DB_PASSWORD, githubToken) but nothing that changes its meaning may follow (token_count).
_ASSIGNS = (
    r"(?:[_-]?(?:key|value|b64|base64|v?\d{1,2}))?"
    r"[\"'`\])\\]{0,4}(?:[ \t]{1,8}string)?[ \t]{0,8}"
    r"(?:=>|:{0,3}={1,3}|\|\|:|[.?<]=|:)[ \t]{0,8}"
)
# `setProperty("API_TOKEN", "value")`: a pair of quoted strings.
_PAIRS = r"[\"'][ \t]{0,8},[ \t]{0,8}(?=[\"'])"
_VALUE = (
    r"(?:n(?='))?(?P<open>\\?[\"'`])?"
    r"(?P<secret>(?(open)[^\"'`\\\r\n]{1,4096}|[^\s\"'`,;&<>(){}\[\]|\\]{1,4096}))"
)


# Up to the last `@` of the authority; `?` and `#` end it, if an `@` came before.
_USERINFO = r"[^\s/?#\"'<>]{1,512}|[^\s/\"'<>]{1,512}?"


def is_no_secret(value: str) -> bool:
    return compiled(_NO_SECRET).fullmatch(value) is not None


def _is_password(found: Found) -> bool:
    """Any value counts, except those that only talk about a password ("password: incorrect")."""
    if is_no_secret(found.value) or compiled(_IN_ARN).search(found.before):
        return False
    if found.whole[:6].lower() == "secret" and compiled(_NAME_OF_SECRET).fullmatch(found.value):
        return False
    quoted = found.whole[-len(found.value) - 1] in "\"'`"
    return quoted or not found.value.isalpha() or "=" in found.whole


def is_token(found: Found) -> bool:
    """Tokens are long and look made by a machine; `token: abc` in a sentence is not one."""
    value = found.value
    if len(value) < _WEAK_MINIMUM or " " in value or is_no_secret(value):
        return False
    digits = digits_in(value)
    if digits > 0 and not value.isdigit() and compiled("[A-Za-z]").search(value):
        return True
    if len(value) >= _MIXED and is_mixed_case(value):
        return True
    return len(value) >= _LONG and (digits > 0 or not (value.islower() or value.isupper()))


def _is_spoken_token(found: Found) -> bool:
    """`token 8f14e45fceea167a5a36 expired`: long, letters and digits."""
    digits = digits_in(found.value)
    return digits >= 3 and len(found.value) - digits >= 3


def may_be_secret(found: Found) -> bool:
    return not is_no_secret(found.value)


def _has_digit(found: Found) -> bool:
    return digits_in(found.value) > 0


def starting(
    name: str,
    starts: tuple[str, ...],
    pattern: str,
    judge: Callable[[Found], bool] | None = None,
    hints: tuple[str, ...] = (),
) -> Rule:
    return Rule(name, pattern, starts, hints, any_case=True, is_secret=judge)


# fmt: off
STRUCTURE_RULES: tuple[Rule, ...] = (
    # A whole key block, also when the end was cut off, also with `\n` written out in JSON.
    Rule("private-key", r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----"
         r"(?s:.*?)(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|\Z)",
         starts=("-----begin",)),
    # And one whose beginning was.
    Rule("private-key", r"(?<![A-Za-z0-9+/=])(?:[A-Za-z0-9+/=]{16,76}(?:\\r?\\?n|\s{1,4})){1,60}"
         r"(?:[A-Za-z0-9+/=]{1,76}(?:\\n|\s{1,4})?)?"
         r"-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----",
         hints=("-----end",)),
    # JSON Web Tokens, RFC 7519: base64 of `{"` begins with `eyJ`; ICM tokens with `eyO`.
    Rule("jwt", r"(?<![\w-])ey[A-Za-z][\w-]{8,}\.ey[\w-]{8,}(?:\.[\w=+/-]*)?",
         starts=("eyj", "eyo")),
    Rule("token", r"(?<![\w-])eyJ[\w+/=-]{40,}", starts=("eyj",)),
    # The userinfo of a URL, RFC 3986 section 3.2.1; the host stays readable, and the user unless
    # it is a half of the secret.
    starting("credentials", ("://",),
              rf"://(?![0-9a-f]{{8,64}}:)[^\s/:@\"'<>]{{0,256}}:(?P<secret>{_USERINFO})@(?=[\w\[.-])"),
    starting("credentials", ("://",),
              rf"://(?P<secret>[0-9a-f]{{8,64}}:(?:{_USERINFO}))@(?=[\w\[.-])"),
    # Webhooks, whose address is the secret.
    starting("webhook", ("hooks.slack.com/", "hooks.zapier.com/"),
              r"hooks\.(?:slack|zapier)\.com/(?:services|workflows|triggers|hooks)/[\w/+-]+",
              hints=("hook",)),
    starting("webhook", (".webhook.office.com/",), r"\.webhook\.office\.com/webhookb2/[\w@/-]+",
              hints=("hook",)),
    starting("webhook", ("/api/webhooks/",), r"/api/webhooks/[\w/-]{16,}", hints=("hook",)),
    # Authorization headers, RFC 9110 section 11.6.2, and cookies, RFC 6265.
    starting("authorization", ("authorization",), r"authorization[\"'\]]{0,2}\s{0,4}[:=]\s{0,4}"
              r"[\"']?(?:(?:bearer|basic|token|digest|apikey|key|negotiate)\s{1,8})?"
              r"(?!aws4-hmac|bearer\b|basic\b)(?P<secret>[^\s\"',;<>]{4,4096})", hints=("auth",)),
    starting("authorization", ("bearer", "basic"),
              r"\b(?:bearer|basic)\s{1,8}(?P<secret>[\w.~+/-]{16,4096}=*)", _has_digit),
    starting("cookie", ("cookie",), r"cookie[\"'\]]{0,2}\s{0,4}[:=]\s{0,4}[\"']?"
              r"(?P<secret>[\w.%-]{1,256}=[^\r\n\"'<>]{1,4096})"),
    # Signatures in query strings: AWS presigned URLs, Azure shared access signatures.
    starting("signature", ("x-amz-security-token=", "sig=", "signature="),
              r"(?:x-amz-security-token|(?<=[?&])sig|signature)=(?P<secret>[\w%+/=-]{16,4096})",
              hints=("token", "sig")),
    # XML: <password>x</password>, <add key="Password" value="x"/>.
    Rule("password", r"(?:password|passwd|secret|token|apikey)\w{0,64}>"
         r"\s{0,40}(?P<secret>[^<>\s]{3,4096})\s{0,40}</", hints=("</",), any_case=True),
    Rule("password", r"password\"\s{1,8}value=\"(?P<secret>[^\"<>]{3,512})\"", hints=("value=",),
         any_case=True),
    starting("password", ("pass", "pwd", "secret"), rf"(?:{_PASSWORD_WORDS}){_ASSIGNS}{_VALUE}",
              _is_password),
    starting("password", ("pass", "pwd"),
              rf"(?:{_PASSWORD_WORDS})[\"']?:[ \t]{{1,8}}(?P<secret>[a-z]{{4,64}})"
              r"(?=[ \t]{0,8}(?:[,;}\]\r\n]|\Z))", may_be_secret),
    starting("secret", ("token", "cred", "signature", "key", "auth"),
              rf"(?:{_TOKEN_WORDS})(?:{_ASSIGNS}|{_PAIRS}){_VALUE}", is_token,
              hints=("token", "key", "cred", "sig", "auth")),
    starting("secret", ("client", "tenant", "access"),
              rf"(?:client|tenant|access)[_-]?id(?:{_ASSIGNS}|{_PAIRS}){_VALUE}", is_token),
    # Spoken of: `the token 8f14e45f… expired`, `api key is …`.
    starting("secret", ("token ", "secret ", "password ", "key "),
              r"(?:token|secret|password|(?:(?<=api.)|(?<=access.)|(?<=private.))key) "
              r"(?:(?:is|was|of) )?[\"'`]?(?P<secret>[a-z0-9][\w+/=-]{19,512})(?![\w./:])",
              _is_spoken_token, hints=("pass", "secret", "token", "key")),
)
# fmt: on
