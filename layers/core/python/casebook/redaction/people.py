"""What identifies a person or their money: addresses, numbers of telephones, cards and accounts."""

from collections.abc import Callable

from casebook.redaction.randomness import digits_in
from casebook.redaction.rule import Found, Rule, compiled

# A date, a time or an IPv4 address is made of as many digits as a telephone number.
_NO_TELEPHONE = r"\d{4}-\d\d-\d\d.*|\d{1,3}(?:\.\d{1,3}){3}|.*\d:\d.*"
_SEPARATED = r"\d[ -]\d"
# https://www.swift.com/standards/data-standards/iban-international-bank-account-number: how long an
# account number of each country is.
_IBAN_LENGTHS = (
    "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BR29BY28CH21CR22CY28CZ24DE22DK18DO28EE20EG29ES24FI18FO18"
    "FR27GB22GE22GI23GL18GR27GT28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21"
    "LY25MC27MD24ME22MK19MR27MT31MU30NL18NO15PK24PL28PS29PT25QA29RO24RS22SA24SC31SE24SI19SK24SM27"
    "ST25SV28TL23TN24TR26UA29VA22VG24XK20"
)


def _is_not_in_url(found: Found) -> bool:
    """`https://user:pass@host` is no address of a person, and its host must stay readable."""
    return "://" not in found.before.rpartition(" ")[2]


def _passes_luhn(found: Found) -> bool:
    """The check digit of payment cards, ISO/IEC 7812-1 annex B."""
    digits = [int(c) for c in reversed(found.value) if c.isdigit()]
    doubled = sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + doubled) % 10 == 0


def _is_card(found: Found) -> bool:
    """Behind `=` or `:` any number may stand: one that is written in groups is a card's all the
    same."""
    after_sign = found.before[-1:] in ("=", ":") or found.before[-2:] in ("= ", ": ")
    is_grouped = compiled(_SEPARATED).search(found.value) is not None
    return _passes_luhn(found) and (not after_sign or is_grouped or found.before[-1:] == " ")


def _is_iban(found: Found) -> bool:
    """The country's length and the check digits, ISO 13616-1 and ISO/IEC 7064 (mod 97-10)."""
    account = found.value.replace(" ", "").upper()
    if found.value.islower() and digits_in(account) * 5 < len(account) * 3:
        return False  # an id in hexadecimal is as long
    place = _IBAN_LENGTHS.find(account[:2])
    if place % 4 or place < 0 or len(account) != int(_IBAN_LENGTHS[place + 2 : place + 4]):
        return False
    return int("".join(str(int(c, 36)) for c in account[4:] + account[:4])) % 97 == 1


def _is_telephone(found: Found) -> bool:
    return 7 <= digits_in(found.value) <= 15 and not compiled(_NO_TELEPHONE).fullmatch(found.value)


def _said(
    name: str,
    hints: tuple[str, ...],
    words: str,
    value: str,
    judge: Callable[[Found], bool] | None = None,
) -> Rule:
    """A value behind the words that say what it is: `otp=…`, `"phone": "…"`, `SSN is …`."""
    sign = r"[\"'\]\\]{0,3}\s{0,4}(?:[:=#]|is\b|was\b|to\b)?\s{0,4}[\\]?[\"']?"
    pattern = rf"{words}{sign}(?P<secret>{value})"
    return Rule(name, pattern, hints=hints, any_case=True, is_secret=judge)


# fmt: off
PEOPLE_RULES: tuple[Rule, ...] = (
    Rule("email", r"(?<![\w.+%-])[a-z0-9][\w.+-]{0,63}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}"
         r"(?![\w@-])", hints=("@",), any_case=True, is_secret=_is_not_in_url),
    _said("card", ("card", "pan", "cc_n", "ccn", "track"),
          r"(?:card|(?<![a-z])pan|(?<![a-z])cc(?=[_-]?n)|track ?[12]?)"
          r"(?:[ _-]{0,2}(?:number|num|no))?",
          r"[2-6]\d{3}(?:[ -]?\d{4}){2}[ -]?\d{1,7}(?![\w.-]?\d)"
          r"|3[47]\d\d[ -]?\d{6}[ -]?\d{5}(?!\d)",
          _passes_luhn),
    _said("card-code", ("cv",), r"cv[vc]2?(?<![a-z]cv.)(?<![a-z]cv.2)",
          r"\d{3,4}(?![\d.])"),
    _said("one-time-code", ("otp", "code", "2fa", "mfa", "one-time", "one time", "pin"),
          r"(?<![a-z])(?:t?otp|one[ _-]time[ _-]?(?:password|passcode|pin|code)|passcode|"
          r"(?:verification|authentication|2fa|mfa|otp|login)[ _-]?code|"
          r"(?:2fa|mfa)(?:[ _-]token|(?= ?[:=]))|pin(?:[ _-]?code)?(?=[\"'\]\\]{0,3} ?[:=]))"
          r"(?:[ _-](?:code|value))?(?: for \S{1,64})?",
          r"\d{3}[ -]?\d{3}(?![\w.-])|\d{4,8}(?![\w.-]?\d)"),
    # `code 482913 sent by SMS`; many other codes are four to eight digits long.
    Rule("one-time-code", r"(?<![a-z])(?<!error )(?<!status )(?<!exit )code[ ]{1,2}(?:is )?"
         r"(?P<secret>\d{4,8})(?=[ ]{1,2}"
         r"(?:was |has been |is )?(?:sent|texted|delivered)[ ]{1,2}(?:by|via|over|through|as|in) "
         r"(?:an? )?(?:sms|text|e-?mail|phone|push|voice|whatsapp))",
         hints=("code ",), any_case=True),
    _said("ssn", ("ssn", "social security"),
          r"(?<![a-z])(?:ssn|social security(?:[ _-]?(?:number|no\.?))?)",
          r"\d{3}-\d\d-\d{4}(?![\d-])|\d{9}(?!\d)"),
    _said("phone", ("phone", "tel", "mobile", "cell", "msisdn", "sms"),
          r"(?:phone|(?<![a-z])(?:tel|telephone|mobile|cell(?=[ _-]?n(?:umber|o\b))|msisdn|sms))"
          r"(?:[ _-]?(?:number|no\.?|nr\.?))?(?: sent(?= to))?",
          r"(?:\+|00)?\(?\d[\d ().-]{5,20}\d(?![\w:])", _is_telephone),
    # With its country, ITU-T E.164, behind a word that a number of anything else may stand behind.
    _said("phone", ("+",),
          r"(?<![a-z])(?:to|from|recipient|destination|caller|callee|number|call(?:ing|ed)?|dial(?:ing|ed)?)",
          r"\+[1-9]\d{0,2}[ .-]?\(?\d[\d ().-]{6,16}\d(?![\w:])", _is_telephone),
)
# Payment cards by issuer range (ISO/IEC 7812), in one piece or in groups.
CARD = Rule("card", r"[2-6](?<![\w.#+-].)(?:"
            r"(?:(?<=4)\d{3}|(?<=5)[1-5]\d\d|(?<=2)[2-7]\d\d|(?<=6)(?:011|5\d\d|4[4-9]\d))"
            r"(?:[ -]?\d{4}){3}|(?<=3)[47]\d\d[ -]?\d{6}[ -]?\d{5})(?![\w.#:-])",
            is_secret=_is_card)
IBAN = Rule("iban", r"[a-z](?<![a-z0-9].)[a-z]\d\d(?: ?[a-z0-9]{4}){2,7}"
            r"(?: ?[a-z0-9]{1,4})?(?![a-z0-9])",
            any_case=True, is_secret=_is_iban)
# fmt: on
