"""Secrets that their provider made recognisable: a fixed prefix before a random part.

Sources: each provider's documentation of its key format, and the public rule sets of gitleaks and
secretlint, which collect them (https://github.com/gitleaks/gitleaks,
https://github.com/secretlint/secretlint).
"""

from casebook.redaction.rule import Rule

_START = r"(?<![A-Za-z0-9])"


def _key(name: str, pattern: str, *starts: str) -> Rule:
    """A key that begins with one of the literals."""
    return Rule(name, _START + pattern, starts=starts)


def _with(name: str, pattern: str, *hints: str) -> Rule:
    """A key that has one of the literals somewhere."""
    return Rule(name, _START + pattern, hints=hints)


# fmt: off
# Each begins with a literal, whose first two characters begin a long word of letters, digits, `_`
# and `-`.
PREFIX_RULES: tuple[Rule, ...] = (
    # AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
    _key("aws-access-key", r"(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}",
         "akia", "asia", "abia", "acca", "a3t"),
    _key("aws-bedrock-key", r"(?:ABSK[A-Za-z0-9+/]{60,}={0,2}|bedrock-api-key-[\w+/=-]{8,})",
         "absk", "bedrock-api-key-"),
    # GitHub, GitLab: https://github.blog/changelog/2021-03-31-authentication-token-format-updates
    _key("github-token", r"(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{30,})",
         "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"),
    _key("gitlab-token", r"(?:gl[a-z]{2,6}-[\w.=-]{18,}|GR1348941[\w-]{18,})", "gl", "gr1348941"),
    # Slack.
    _key("slack-token", r"(?:xox[a-z](?:\.xox[a-z])?-[\w-]{10,}|xapp-[\w-]{10,})", "xox", "xapp-"),
    # Payments: https://docs.stripe.com/keys
    _key("stripe-key", r"(?:[spr]k_(?:test|live|prod)_\w{10,}|whsec_[\w+/=]{16,})",
         "sk_", "pk_", "rk_", "whsec_"),
    _key("square-token", r"(?:sq0[a-z]{3}-[\w\\-]{20,}|EAAA[\w-]{56,})", "sq0", "eaaa"),
    _key("payment-key", r"FLW(?:PUB|SEC)K_(?:TEST|LIVE)-[\w-]{10,}", "flw"),
    # Google: https://cloud.google.com/docs/authentication/api-keys
    _key("google-key", r"(?:AIza[\w-]{30,}|GOCSPX-[\w-]{20,})", "aiza", "gocspx-"),
    # Language models.
    _key("model-key", r"(?:sk-[\w-]{20,}|gsk_\w{20,}|pplx-\w{20,}|hf_\w{30,}|api_org_\w{30,})",
         "sk-", "gsk_", "pplx-", "hf_", "api_org_"),
    # Twilio, Mailgun and others that send messages.
    _key("message-key", r"(?:SK[0-9a-f]{32}|(?:pub)?key-[0-9a-f]{32}|xkeysib-[\w-]{40,})",
         "sk", "key-", "pubkey-", "xkeysib-"),
    # Commerce, hosting, packages, observability.
    _key("shopify-token", r"shp(?:at|ca|pa|ss)_\w{20,}", "shp"),
    _key("age-key", r"AGE-SECRET-KEY-1[A-Z0-9]{40,}", "age-secret-key"),
    _key("adobe-key", r"p8e-[a-z0-9]{32}", "p8e-"),
    _key("databricks-token", r"dapi[0-9a-fA-F]{32}(?:-\d+)?", "dapi"),
    _key("digitalocean-token", r"do[opr]_v1_[0-9a-f]{64}", "doo_v1_", "dop_v1_", "dor_v1_"),
    _key("docker-token", r"dckr_[a-z]+_[\w-]{20,}", "dckr_"),
    _key("grafana-token", r"gl(?:c|sa)_[\w+/=]{20,}", "glc_", "glsa_"),
    _key("new-relic-key", r"NR(?:AK|JS|II|AA|RA)-[\w]{16,}", "nr"),
    _key("sentry-token", r"sntry[su]_[\w+/=-]{20,}", "sntry"),
    _key("package-token", r"(?:npm_\w{30,}|pypi-[\w-]{40,}|rubygems_[0-9a-f]{40,}|"
         r"CLOJARS_\w{50,}|oy2[a-z0-9]{43})", "npm_", "pypi-", "rubygems_", "clojars_", "oy2"),
    _key("artifactory-key", r"(?:AKCp\w{60,}|cmVmd\w{50,})", "akcp", "cmvmd"),
    _key("easypost-key", r"EZ[AT]K\w{54}", "ezak", "eztk"),
    _key("planetscale-key", r"pscale_[a-z]+_[\w=.-]{32,}", "pscale_"),
    _key("postman-key", r"PMAK-[\w-]{40,}", "pmak-"),
    _key("tailscale-key", r"tskey-[\w-]{16,}", "tskey-"),
    _key("one-password-key", r"(?:ops_eyJ[\w+/=]{100,}|A3-[A-Z0-9]{6}-(?:[A-Z0-9]{5,6}-?){4,5})",
         "ops_eyj", "a3-"),
    _key("yandex-key", r"(?:AQVN[\w-]{35,38}|YC[\w-]{38}(?![\w-]))", "aqvn", "yc"),
    _key("facebook-token", r"EAA[MC][A-Za-z0-9]{60,}", "eaam", "eaac"),
    _key("pulumi-token", r"pul-[0-9a-f]{40}", "pul-"),
    _key("octopus-key", r"API-[A-Z0-9]{26}", "api-"),
    _key("heroku-key", r"HRKU-[\w-]{40,}", "hrku-"),
    _key("alibaba-key", r"LTAI[A-Za-z0-9]{16,20}(?!\w)", "ltai"),
    _key("intra42-secret", r"s-s4t2(?:ud|af)-[0-9a-f]{64}", "s-s4t2"),
)
# What makes these recognisable stands elsewhere.
PROVIDER_RULES: tuple[Rule, ...] = (
    _with("google-key", r"(?:ya29\.[\w-]{20,}|1//0[\w-]{40,})", "ya29.", "1//0"),
    # Azure: client secrets carry `Q~` at a fixed place.
    _with("azure-secret", r"[\w~.-]{3}\dQ~[\w~.-]{31,34}", "q~"),
    _with("message-key", r"(?:SG\.[\w=.-]{40,}|[0-9a-f]{32}-us\d{1,2}(?!\w))", "sg.", "-us"),
    Rule("telegram-token", r"(?<=\d{5}):A[\w-]{34}(?![\w-])", starts=(":a",)),
    _with("vault-token", r"hv[bsr]\.[\w-]{20,}", "hvb.", "hvs.", "hvr."),
    _with("terraform-token", r"\w{14}\.atlasv1\.[\w=-]{40,}", ".atlasv1."),
    _with("dynatrace-token", r"dt0[a-z]\d{2}\.[\w.]{40,}", "dt0"),
    _with("doppler-token", r"dp\.[a-z]{2,5}\.(?:\w{1,40}\.)?[A-Za-z0-9]{40,}", "dp."),
    _with("openshift-token", r"sha256~[\w-]{43}", "sha256~"),
    _with("yandex-key", r"t1\.[\w-]{5,200}=*\.[\w-]{80,}=*", "t1."),
    _with("facebook-token", r"\d{15,16}(?:\||%7C)[\w-]{27,40}", "|", "%7c"),
)
# fmt: on
