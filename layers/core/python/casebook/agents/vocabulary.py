"""The words by which software everywhere says what went wrong with it.

They are those of AWS' services, of operating systems, drivers and language runtimes; nothing here
knows any workload. tests/unit/agents/test_signs.py has them as they are really written.
"""

from enum import StrEnum


class Sign(StrEnum):
    CREDENTIALS = "credentials"  # who I say I am is not believed (any more)
    PERMISSION = "permission"  # I am known and may not
    CERTIFICATE = "certificate"  # the other side's TLS certificate is not accepted
    THROTTLING = "throttling"  # more was asked than is allowed
    MEMORY = "memory"
    DISK = "disk"
    CONNECTIONS = "connections"  # a pool or a server has none left
    TASK_TIMEOUT = "task-timeout"  # the platform cut this task off
    PARSING = "parsing"  # what came in cannot be read at all
    PACKAGING = "packaging"  # the code does not even load
    UNRESOLVED = "unresolved"  # a name that nobody knows
    REFUSED = "refused"  # nobody listens there
    UNREACHABLE = "unreachable"  # no answer to a connection attempt
    RESET = "reset"  # hung up in the middle
    UPSTREAM = "upstream"  # it answered 5xx
    SLOW = "slow"  # it was reached and did not answer in time
    PROGRAMMING = "programming"  # a mistake that only code can make
    MISSING = "missing"  # the thing asked for is not there
    INPUT = "input"  # what came in was refused


_STATUS = r"(?:answer|return|respon|status|code|http|got|error)\w*(?:\s\w+)?[\s:=/.\d]{0,6}?\b"

WORDS: tuple[tuple[Sign, str], ...] = (
    (
        Sign.CREDENTIALS,
        r"ExpiredToken|token (included in the request )?(is|has) (invalid|expired)|jwt expired"
        r"|(key|token|credential|secret|password|session)s?[ _-]?(has |have |is |are )?(been )?"
        r"(expired|revoked)\b|expired[ _-](api[ _-]?key|key|token|credential|secret|password)"
        r"|security token[^.]*(invalid|expired)|InvalidClientTokenId|UnrecognizedClient"
        r"|SignatureDoesNotMatch|InvalidSignature|(password )?authentication (failed|error)"
        r"|access denied for user|login failed|NOAUTH|WRONGPASS|ORA-01017|invalid_(client|token)"
        r"|invalid[ _-]?(api[ _-]?key|grant|credential"
        r"|password|access key)|(api[ _-]?key|credentials?|password|secret) (is |are |has |have )?"
        r"(invalid|expired|revoked|rejected)|unable to locate credentials|NoCredentials"
        rf"|{_STATUS}401\b|\b401\b.{{0,20}}Unauthorized|Unauthorized for url",
    ),
    (
        Sign.PERMISSION,
        r"(not|n't) authorized to (perform|access|invoke|assume)|AccessDenied|access denied"
        r"|kms\S*DisabledException|UnauthorizedOperation|AuthorizationError|permission denied"
        r"|\bEACCES|NotAuthorized"
        rf"|InsufficientPrivilege|KMS key .*(denied|disabled)|{_STATUS}403\b|403 Forbidden",
    ),
    (
        Sign.CERTIFICATE,
        r"certificate (has |is |was )?(expired|revoked|not yet valid|not trusted)|CERT_HAS_EXPIRED"
        r"|CERTIFICATE_VERIFY_FAILED|certificate verify failed|x509:|self[- ]signed certificate"
        r"|SSLHandshake|PKIX path|UNABLE_TO_VERIFY_LEAF|verify the first certificate"
        r"|remote certificate (is|was) (invalid|rejected)|does not match certificate|NotTimeValid"
        r"|TLS handshake (failed|error)|SSL(?:Error|:)",
    ),
    (
        Sign.THROTTLING,
        r"ProvisionedThroughputExceeded|throttl(ed|ing|e )|ThrottlingException|TooManyRequests"
        r"|too many requests|rate (limit )?exceeded|rate[ -]limit(ed|ing)? |RequestLimitExceeded"
        r"|ConcurrentInvocationLimitExceeded|SlowDown|reduce your request rate"
        r"|(quota|limit) (was |has been |is )?(exceeded|exhausted|reached|used up)"
        r"|(over|out of|no) (the )?quota|\bquota\b.{0,40}\b(used|exceeded|exhausted|reached)"
        r"|(quota|(usage|credit|rate)[ _-]?limit)[ _-]?(exceeded|exhausted|reached)"
        r"|credits? (exhausted|used up)|RESOURCE_EXHAUSTED|LimitExceeded"
        rf"|exceeded .{{0,30}}(quota|rate)|{_STATUS}429\b|\b429 (Too|Client)",
    ),
    (
        Sign.MEMORY,
        r"out ?of ?memory|MemoryError|OOM ?Killed|signal: killed|Cannot allocate memory|\bENOMEM"
        r"|OOM command not allowed|heap (space|limit|out)|exit(ed)?( with)?( status| code)? 137"
        r"|memory (size|limit) exceeded",
    ),
    (
        Sign.DISK,
        r"no space left|flood[- ]stage|read-only-allow-delete|\bENOSPC|disk (is )?full|disk quota exceeded|storage[- ]full|out of disk",
    ),
    (
        Sign.CONNECTIONS,
        r"too many (connections|clients|open files)|remaining connection slots|\bEMFILE|\bENFILE"
        r"|QueuePool limit|pool (is |was )?(exhausted|empty|timed out)|max_?(user_)?connections"
        r"|connection (pool|limit) .{0,30}(exhausted|exceeded|reached|full|timed? ?out)"
        r"|waiting for (a |idle )?connection from (the )?pool|connection is not available"
        r"|(acquiring|obtaining|get|acquire|obtain) (a |an )?(new )?(connection|resource)"
        r"( from the pool)?[^.]{0,20}(\bpool\b|\. The pool)|max(imum)? number of (clients|connections)"
        r"|acquiring a connection|pool is (probably )?full",
    ),
    (
        Sign.TASK_TIMEOUT,
        r"task timed out after|(function|lambda|execution|job) timed out|States\.Timeout"
        r"|Sandbox\.Timedout",
    ),
    (
        Sign.PARSING,
        r"JSONDecodeError|JsonParseException|JsonMappingException|unexpected (token|end of) .*JSON"
        r"|(invalid|malformed|not valid|unparseable) (JSON|XML|CSV|body|payload|message|base64)"
        r"|(could ?n.t|cannot|failed to|unable to) (parse|deserialize|decode)|UnicodeDecodeError"
        r"|is not valid JSON|Expecting value: line|JsonException|invalid start of a value"
        r"|invalid character .{1,12} (looking for|after|in)|unknown magic byte",
    ),
    (
        Sign.PACKAGING,
        r"No module named|ImportModuleError|unable to import module|Cannot find (module|package)"
        r"|ClassNotFoundException|NoClassDefFoundError|HandlerNotFound|is undefined or not exported"
        r"|InvalidEntrypoint|exec format error|UserCodeSyntaxError|CannotPullContainer"
        r"|ImagePullBackOff|cannot open shared object|cannot import name|GLIBC_",
    ),
    (
        Sign.UNRESOLVED,
        r"getaddrinfo|\bENOTFOUND|\bEAI_AGAIN|Name or service not known|name resolution|NXDOMAIN"
        r"|nodename nor servname|NameResolution|UnknownHost|no such host|could ?n.t resolve"
        r"|resolve host|Could not connect to the endpoint URL",
    ),
    (Sign.REFUSED, r"\bECONNREFUSED|connection refused|actively refused|Errno 111\b"),
    (
        Sign.UNREACHABLE,
        r"\bEHOSTUNREACH|\bENETUNREACH|no route to host|network is unreachable|\bETIMEDOUT"
        r"|connect(ion)?[ _-]?(attempt )?time(d )?[ _-]?out(?!\)? while reading)|ConnectTimeout"
        r"|Errno 11[03]\b|dial tcp \S+ i/o timeout|Communications link failure"
        r"|timed out (while |when )?connecting|failed to connect|could not connect",
    ),
    (
        Sign.RESET,
        r"\bECONNRESET|connection (was )?(reset|aborted|closed)|closed the connection|broken pipe"
        r"|closed connection|terminating connection|\bEPIPE|socket hang up|remote end closed|server has gone away|unexpected EOF|RemoteDisc",
    ),
    (
        Sign.UPSTREAM,
        rf"{_STATUS}5\d\d\b|\b50[0234] (internal|bad|service|gateway|server)"
        r"|service[ _]?unavailable|bad gateway|InternalServer(Error|Exception)|InternalFailure"
        r"|ServiceException|temporarily unavailable|circuit ?(breaker)?.{0,30}\bis open\b|circuit open"
        r"|code = Unavailable|upstream connect error",
    ),
    (
        Sign.SLOW,
        r"read[ _-]?time(d )?[ _-]?out|ReadTimeout|deadline ?exceeded|(request|call|query|operation"
        r"|statement|upstream|gateway)[ _-]?time(d )?[ _-]?out|TimeoutError|TimeoutException"
        r"|timed out|\bESOCKETTIMEDOUT|lock wait timeout|timeout (of \S+ )?(was )?exceeded"
        r"|Timeout exceeded while|configured .{0,20}Timeout",
    ),
    (
        Sign.PROGRAMMING,
        r"\b(KeyError|TypeError|AttributeError|IndexError|NameError|UnboundLocalError"
        r"|ZeroDivisionError|AssertionError|NotImplemented(Error|Exception)|RecursionError"
        r"|ReferenceError|RangeError|ArithmeticException|ClassCastException|NoSuchMethodError"
        r"|NoSuchFieldError|StackOverflow(Error|Exception)|NumberFormatException|NoMethodError"
        r"|NullReferenceException|NullPointerException|IllegalStateException)\b"
        r"|\w*IndexOutOfBoundsException|nil pointer dereference|index out of range|divide by zero"
        r"|is not a function|is not defined|cannot read propert|undefined method|has no attribute"
        r"|of (null|undefined)\b|\bpanic: |segmentation fault|SIGSEGV|unhandled ?promise ?rejection"
        r"|maximum call stack|division by zero|InvalidOperationException|\bpanicked at\b",
    ),
    (
        Sign.MISSING,
        r"ResourceNotFound|Unknown (column|table|database)|NoSuchBucket|NoSuchKey|NonExistentQueue|QueueDoesNotExist|NoSuchTable"
        r"|(table|relation|column|queue|bucket|topic|index|secret|parameter|database)\b.{0,80}"
        r"(does not exist|doesn't exist|not found)|requested resource not found|ParameterNotFound"
        rf"|{_STATUS}404\b|404 Not Found",
    ),
    (
        Sign.INPUT,
        r"Validation(Error|Exception|Failed)|schema|missing required|required (field|property|key)"
        r"|bad request|InvalidParameter|InvalidArgument|invalid (request|input|value|literal|format"
        r"|argument|date|type)|violates \S+ constraint|IllegalArgument|constraint violation|IntegrityError|duplicate key"
        rf"|unsupported (type|value|currency|format)|{_STATUS}4(00|22)\b|is not a valid",
    ),
)
