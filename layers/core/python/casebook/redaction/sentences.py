"""Passwords in what people and programs say: statements of SQL, commands, sentences."""

from casebook.redaction.rule import Found, Rule, compiled
from casebook.redaction.structures import is_no_secret, is_token, may_be_secret, starting

_SERVICE = r"[a-z]{1,32}(?:[-_.][a-z]{1,32}){1,8}(?:[-_.]?v?\d{1,3})?"


def _is_spoken_password(found: Found) -> bool:
    """`password is hunter2`: what follows is no word of a sentence."""
    value = found.value
    return not (is_no_secret(value) or value.isalpha() or value.replace(".", "").isdigit())


def _is_in_sql(found: Found) -> bool:
    """In quotation marks, or no word of a sentence."""
    is_quoted = found.whole[-len(found.value) - 1] in "\"'"
    return may_be_secret(found) if is_quoted else _is_spoken_password(found)


def _is_no_name(found: Found) -> bool:
    """`AUTH orders-service-2` names a service."""
    return is_token(found) and not compiled(_SERVICE).fullmatch(found.value)


# fmt: off
SENTENCE_RULES: tuple[Rule, ...] = (
    # SQL: IDENTIFIED BY 'x', ALTER ROLE app WITH PASSWORD 'x', SET PASSWORD = PASSWORD('x').
    starting("password", ("identified ",),
              r"identified\s{1,8}(?:(?:with|via)\s{1,8}\S{1,64}\s{1,8}(?:by|as|using)|by)\s{1,8}"
              r"(?:password\s{0,8}\(?)?(?P<open>[\"'])?"
              r"(?P<secret>(?(open)[^\"'<>\r\n]{1,512}|[^\s\"'`;,<>()]{4,128}))", _is_in_sql),
    starting("password", ("password ", "password("),
              r"password(?:\s{1,8}|\s{0,2}\(\s{0,2})'(?P<secret>[^'<>\r\n]{1,512})'"
              r"(?!\s{1,4}(?:is|was)\b)", may_be_secret, hints=("pass",)),
    # Command lines: --password x, mysql -px, sshpass -p x, redis-cli -a x, curl -u user:password.
    Rule("password", r"(?:mysql|mariadb|sshpass|redis-cli)[\w-]{0,16}\b[^\r\n]{0,400}?\s"
         r"(?:-p(?!(?:arallel|ath|id|ing|lugin|ool|ort|refix|rofile|rogress|rotocol)[\w-]{0,32}[\s=])"
         r"|(?<=sshpass )-p ?|-a )[\"']?(?P<secret>[^\s\"'<>-][^\s\"'<>]{0,256})",
         hints=(" -p", " -a "),
         is_secret=may_be_secret),
    starting("password", ("password ", "passwd ", "secret ", "token ", "api-key ", "apikey "),
              r"(?<=-)(?<!\w-)(?:password|passwd|secret|token|api-?key)"
              r"[ \t]{1,8}[\"']?(?P<secret>[^\s\"'<>-][^\s\"'<>]{3,512})",
              hints=("pass", "secret", "token", "key")),
    Rule("password", r"curl\b(?s:.{0,400}?)\s(?:-u|--user)[ =]{0,4}"
         r"(?P<secret>\"[^\"<>]{0,256}\"(?::\"[^\"<>]{0,256}\")?|'[^'<>]{0,256}:[^'<>]{0,256}'"
         r"|[^\s:\"'<>]{0,128}:(?:'[^'<>]{1,256}'|\"[^\"<>]{1,256}\"|[^\s\"'<>]{1,256}))",
         starts=("curl",)),
    # Spoken of: `password is x`, `with password x`, `the password of app was x`.
    starting("password", ("password ", "passphrase ", "passcode ", "passwd ", "pwd "),
              r"(?<![\w-])(?:password|passphrase|passcode|passwd|pwd)[ ]{1,4}"
              r"(?:(?:of|for)[ ]{1,4}\S{1,64}[ ]{1,4}(?=is |was |has ))?"
              r"(?:(?:is|was|has been)(?: (?:set|changed) to| now)?|(?<=with password )"
              r"|(?<=using password )|to)[ ]{0,4}"
              r"[\"'`]?(?P<secret>[^\s\"'`<>(),;:]{4,128}?)(?=[.,;:!?)\"'`]{0,3}(?:\s|\Z))",
              _is_spoken_password, hints=("pass", "pwd")),
    # By its short word: `pw x`, `pw is x`, `pw: x`.
    starting("password", ("pw ", "pw:", "pw="),
              r"(?<![\w-])pw(?:[ ]{0,2}[:=][ ]{0,2}|[ ]{1,4}(?:(?:is|was)[ ]{1,4})?)"
              r"[\"'`]?(?P<secret>[^\s\"'`<>(),;:]{4,128}?)(?=[.,;:!?)\"'`]{0,3}(?:\s|\Z))",
              _is_spoken_password),
    # Redis: AUTH x, AUTH user x, at the end of what was sent.
    Rule("password", r"(?<![\w-])AUTH[\"']?[ ]{1,4}(?:[\"']?[\w-]{1,64}[\"']?[ ]{1,4})?"
         r"[\"']?(?P<secret>[^\s\"'<>,;]{8,512})(?=[\"']?[ ]{0,4}(?:[\r\n,;]|\Z))",
         hints=("auth",), is_secret=_is_no_name),
)
# fmt: on
