"""The words by which software everywhere says what went wrong with it.

They are those of AWS' services, of operating systems, drivers and language runtimes; nothing here
knows any workload. tests/unit/agents/test_signs.py has them as they are really written.
"""

from enum import StrEnum


class Sign(StrEnum):
    CLOCK = "clock"  # what I signed is too old or too new: my clock is wrong, or stood still
    EXPIRED = "expired"  # the key, token or password that I show has ended
    CREDENTIALS = "credentials"  # who I say I am is not believed
    PERMISSION = "permission"  # I am known and may not
    CERTIFICATE = "certificate"  # the other side's TLS certificate is not accepted
    THROTTLING = "throttling"  # more was asked than is allowed
    CAPACITY = "capacity"  # a scheduler has no room for one more
    RESPONSE = "response"  # what a function returned cannot be passed on
    PROCESS_LIMIT = "process-limit"  # the process has no files, ports or threads left
    MEMORY = "memory"
    DISK = "disk"
    CONNECTIONS = "connections"  # a pool or a server has none left
    TASK_TIMEOUT = "task-timeout"  # the platform cut this task off
    NAMED = "named"  # the platform itself names what is wrong
    SETTING = "setting"  # the program does not find a setting of its own
    PARSING = "parsing"  # what came in cannot be read at all
    PACKAGING = "packaging"  # the code does not even load
    UNRESOLVED = "unresolved"  # a name that nobody knows
    REFUSED = "refused"  # nobody listens there
    UNREACHABLE = "unreachable"  # no answer to a connection attempt
    CLIENT_GONE = "client-gone"  # who asked did not wait for the answer
    RESET = "reset"  # hung up in the middle
    UPSTREAM = "upstream"  # it answered 5xx
    SLOW = "slow"  # it was reached and did not answer in time
    PROGRAMMING = "programming"  # a mistake that only code can make
    READ_ONLY = "read-only"  # a write went to what may only be read
    MISSING = "missing"  # the thing asked for is not there
    INPUT = "input"  # what came in was refused


_STATUS = r"(?:answer|return|respon|status|code|http|got|error)\w*(?:\s\w+)?[\s:=/.\d]{0,6}?\b"

WORDS: dict[Sign, tuple[str, ...]] = {
    Sign.CLIENT_GONE: (
        r"ClientAbort",
        r"ClientDisconnect",
        r"client (has |had |was )?(prematurely )?(disconnected|closed|aborted|hung up|cancel)",
        _STATUS + r"499\b",
    ),
    Sign.CLOCK: (
        r"signature (has |is )?(expired|not yet (current|valid))",
        r"RequestTimeTooSkewed",
        r"\bRequestExpired\b",
        r"request time .{0,40}(too large|skew)",
        r"(clock|time) skew\w* (is |was )?(too|detected|of|exceed)",
        r"token (is )?(used before issued|not yet valid)",
        r"NotBeforeError",
    ),
    Sign.EXPIRED: (
        r"ExpiredToken",
        r"token (included in the request )?(is|has) expired",
        r"jwt expired",
        (
            r"(key|token|credential|secret|password|session)s?[ _-]?(has |have |is |are )?(been )?"
            r"(expired|revoked)\b"
        ),
        r"expired[ _-](api[ _-]?key|key|token|credential|secret|password)",
        r"security token[^.]*expired",
    ),
    Sign.CREDENTIALS: (
        r"token (included in the request )?(is|has) invalid",
        r"security token[^.]*invalid",
        r"InvalidClientTokenId",
        r"UnrecognizedClient",
        r"SignatureDoesNotMatch",
        r"InvalidSignature",
        r"(password )?authentication (failed|error)",
        r"access denied for user",
        r"login failed",
        r"NOAUTH",
        r"WRONGPASS",
        r"ORA-01017",
        r"invalid_(client|token)",
        r"invalid[ _-]?(api[ _-]?key|grant|credential|password|access key)",
        (
            r"(api[ _-]?key|credentials?|password|secret) (is |are |has |have )?"
            r"(invalid|rejected)"
        ),
        r"unable to locate credentials",
        r"NoCredentials",
        _STATUS + r"401\b",
        r"\b401\b.{0,20}Unauthorized",
        r"Unauthorized for url",
    ),
    Sign.PERMISSION: (
        r"(not|n't) authorized to (perform|access|invoke|assume)",
        r"Access_?Denied",
        r"explicit deny",
        r"access denied",
        r"kms\S*DisabledException",
        r"UnauthorizedOperation",
        r"AuthorizationError",
        r"permission denied",
        r"\bEACCES",
        r"NotAuthorized",
        r"InsufficientPrivilege",
        r"KMS key .*(denied|disabled)",
        _STATUS + r"403\b",
        r"403 Forbidden",
    ),
    Sign.CERTIFICATE: (
        r"(expired|bad|revoked|unknown|unsupported) certificate",
        r"alert (certificate|bad|unknown ca)",
        r"certificate (has |is |was )?(expired|revoked|not yet valid|not trusted)",
        r"CERT_HAS_EXPIRED",
        r"CERTIFICATE_VERIFY_FAILED",
        r"certificate verify failed",
        r"x509:",
        r"self[- ]signed certificate",
        r"SSLHandshake",
        r"PKIX path",
        r"UNABLE_TO_VERIFY_LEAF",
        r"verify the first certificate",
        r"remote certificate (is|was) (invalid|rejected)",
        r"does not match certificate",
        r"NotTimeValid",
        r"TLS handshake (failed|error)",
        r"SSL(?:Error|:)",
    ),
    Sign.RESPONSE: (
        r"Function\.ResponseSizeTooLarge",
        r"response (payload|body)? ?size .{0,40}(exceed|too large)",
        r"(post|send|sent)\w* .{0,30}response\b.{0,60}\b413\b",
        r"malformed (lambda )?proxy response",
        r"States\.DataLimitExceeded",
        r"returned a result with a size exceed",
    ),
    Sign.PROCESS_LIMIT: (
        r"too many open files",
        r"\bEMFILE",
        r"\bENFILE",
        r"no file descriptors available",
        r"\bEADDRNOTAVAIL",
        r"cannot assign requested address",
        r"\(99\)|Errno 99\b",
        r"(unable to|cannot|can.t|could ?n.t|failed to) (create|start) (a )?(new |native )*thread",
        r"pthread_create failed",
        r"fork: (retry: )?Resource temporarily unavailable",
        r"inotify watches (limit|reached)|limit (for|of|on) .{0,20}(file watchers|inotify)",
    ),
    Sign.CAPACITY: (
        r"Insufficient (cpu|memory|pods|ephemeral-storage|[\w.-]+/gpu)\b",
        r"insufficient (cpu|memory) units",
        r"RESOURCE:(CPU|MEMORY|ENI|GPU|PORTS)",
        r"no container instance met all",
        r"Insufficient(FreeAddresses|InstanceCapacity|HostCapacity|Capacity)\w*",
        r"capacity is unavailable at this time",
        r"too many pods",
    ),
    Sign.DISK: (
        r"(OS|operating system) err(or|no)( number|:)? 28\b",
        r"Errcode: 28\b",
        r"no space left",
        r"flood[- ]stage",
        r"read-only-allow-delete",
        r"\bENOSPC",
        r"disk (is )?full",
        r"disk quota exceeded",
        r"storage[- ]full",
        r"out of disk",
    ),
    Sign.THROTTLING: (
        r"ProvisionedThroughputExceeded",
        r"throttl(ed|ing|e )",
        r"ThrottlingException",
        r"TooManyRequests",
        r"too many requests",
        r"rate (limit )?exceeded",
        r"rate[ -]limit(ed|ing)? ",
        r"RequestLimitExceeded",
        r"ConcurrentInvocationLimitExceeded",
        r"SlowDown",
        r"reduce your request rate",
        r"(quota|limit) (was |has been |is )?(exceeded|exhausted|reached|used up)",
        r"(over|out of|no) (the )?quota",
        r"\bquota\b.{0,40}\b(used|exceeded|exhausted|reached)",
        r"(quota|(usage|credit|rate)[ _-]?limit)[ _-]?(exceeded|exhausted|reached)",
        r"credits? (exhausted|used up)",
        r"RESOURCE_EXHAUSTED",
        r"(?<!Size)LimitExceeded",
        r"exceeded [^/:]{0,30}\b(quota|rate)s?\b",  # in words, not in the path of a URL
        _STATUS + r"429\b",
        r"\b429 (Too|Client)",
    ),
    Sign.MEMORY: (
        r"out ?of ?memory",
        r"MemoryError",
        r"OOM[ -]?Kill",
        r"signal: killed",
        r"Cannot allocate memory",
        r"\bENOMEM",
        r"OOM command not allowed",
        r"heap (space|limit|out)",
        r"exit(ed)?( with)?( status| code)? 137",
        r"memory (size|limit) exceeded",
    ),
    Sign.CONNECTIONS: (
        r"too many (connections|clients)",
        r"remaining connection slots",
        r"QueuePool limit",
        r"pool (\S{1,40} )?(is |was )?(exhausted|empty|timed out)",
        r"max_?(user_)?connections",
        r"connection (pool|limit) .{0,30}(exhausted|exceeded|reached|full|timed? ?out)",
        r"waiting for (a |idle )?connection from (the )?pool",
        r"connection is not available",
        (
            r"(acquiring|obtaining|get|acquire|obtain) (a |an )?(new )?(connection|resource)"
            r"( from the pool)?[^.]{0,20}(\bpool\b|\. The pool)"
        ),
        r"max(imum)? number of (clients|connections)",
        r"acquiring a connection",
        r"pool is (probably )?full",
    ),
    Sign.TASK_TIMEOUT: (
        r"task timed out after",
        r"(function|lambda|execution|job) timed out",
        r"States\.Timeout",
        r"Sandbox\.Timedout",
    ),
    Sign.SETTING: (
        (
            r"(missing|required|undefined|unset|unknown) .{0,20}"
            r"(env(ironment)?[ _](variable|var)|config)"
        ),
        (
            r"(env(ironment)?[ _](variable|var)|config(uration)? (key|file|value|option))s?\b"
            r".{0,60}"
            r"\b(not (set|found|defined|provided)|missing|required|undefined|unset|empty|invalid)"
        ),
        r"(could ?n.t|cannot|failed to|unable to) (load|read|open|find) .{0,20}config(uration)?\b",
    ),
    Sign.PARSING: (
        r"JSONDecodeError",
        r"JsonParseException",
        r"JsonMappingException",
        r"unexpected (token|end of) .*JSON",
        r"(invalid|malformed|not valid|unparseable) (JSON|XML|CSV|body|payload|message|base64)",
        r"(could ?n.t|cannot|failed to|unable to) (parse|deserialize|decode)",
        r"UnicodeDecodeError",
        r"is not valid JSON",
        r"Expecting value: line",
        r"JsonException",
        r"invalid start of a value",
        r"invalid character .{1,12} (looking for|after|in)",
        r"unknown magic byte",
    ),
    Sign.PACKAGING: (
        r"No module named",
        r"ImportModuleError",
        r"unable to import module",
        r"Cannot find (module|package)",
        r"ClassNotFoundException",
        r"NoClassDefFoundError",
        r"HandlerNotFound",
        r"is undefined or not exported",
        r"InvalidEntrypoint",
        r"exec format error",
        r"UserCodeSyntaxError",
        r"CannotPullContainer",
        r"ImagePullBackOff",
        r"cannot open shared object",
        r"cannot import name",
        r"GLIBC_",
    ),
    Sign.UNRESOLVED: (
        r"getaddrinfo",
        r"host not found",
        r"server misbehaving",
        r"SERVFAIL",
        r"\bENOTFOUND",
        r"\bEAI_AGAIN",
        r"Name or service not known",
        r"name resolution",
        r"NXDOMAIN",
        r"nodename nor servname",
        r"NameResolution",
        r"UnknownHost",
        r"no such host",
        r"could ?n.t resolve",
        r"resolve host",
        r"Could not connect to the endpoint URL",
    ),
    Sign.REFUSED: (
        r"\bECONNREFUSED",
        r"connection refused",
        r"actively refused",
        r"Errno 111\b",
    ),
    Sign.UNREACHABLE: (
        r"\bEHOSTUNREACH",
        r"\bENETUNREACH",
        r"no route to host",
        r"network is unreachable",
        r"\bETIMEDOUT",
        r"connect(ion)?[ _-]?(attempt )?time(d )?[ _-]?out(?!\)? while reading)",
        r"ConnectTimeout",
        r"Errno 11[03]\b",
        r"dial tcp \S+ i/o timeout",
        r"Communications link failure",
        r"timed out (while |when )?connecting",
        r"failed to connect",
        r"could not connect",
    ),
    Sign.RESET: (
        r"\bECONNRESET",
        r"connection (was )?(reset|aborted|closed)",
        r"closed the connection",
        r"broken pipe",
        r"closed connection",
        r"terminating connection",
        r"\bEPIPE",
        r"socket hang up",
        r"remote end closed",
        r"server has gone away",
        r"unexpected EOF",
        r"RemoteDisc",
    ),
    Sign.UPSTREAM: (
        _STATUS + r"5\d\d\b",
        r"\b50[0234] (internal|bad|service|gateway|server)",
        r"service[ _]?unavailable",
        r"bad gateway",
        r"InternalServer(Error|Exception)",
        r"InternalFailure",
        r"ServiceException",
        r"temporarily unavailable",
        r"circuit ?(breaker)?.{0,30}\bis open\b",
        r"circuit open",
        r"code = Unavailable",
        r"upstream connect error",
        r"\bINTEGRATION_(FAILURE|NETWORK_FAILURE|TIMEOUT)\b",
        r"\bAUTHORIZER_(FAILURE|CONFIGURATION_ERROR)\b",
    ),
    Sign.SLOW: (
        r"read[ _-]?time(d )?[ _-]?out",
        r"ReadTimeout",
        r"deadline ?exceeded",
        r"(request|call|query|operation|statement|upstream|gateway)[ _-]?time(d )?[ _-]?out",
        r"TimeoutError",
        r"TimeoutException",
        r"timed out",
        r"\bESOCKETTIMEDOUT",
        r"lock wait timeout",
        r"timeout (of \S+ )?(was )?exceeded",
        r"Timeout exceeded while",
        r"configured .{0,20}Timeout",
    ),
    Sign.PROGRAMMING: (
        (
            r"\b"
            r"(KeyError|TypeError|AttributeError|IndexError|NameError|UnboundLocalError|ZeroDivisionError|AssertionError|NotImplemented(Error|Exception)|RecursionError|ReferenceError|RangeError|ArithmeticException|ClassCastException|NoSuchMethodError|NoSuchFieldError|StackOverflow(Error|Exception)|NumberFormatException|NoMethodError|NullReferenceException|NullPointerException|IllegalStateException)\b"
        ),
        r"\w*IndexOutOfBoundsException",
        r"nil pointer dereference",
        r"index out of range",
        r"divide by zero",
        r"is not a function",
        r"is not defined",
        r"cannot read propert",
        r"undefined method",
        r"has no attribute",
        r"of (null|undefined)\b",
        r"\bpanic: ",
        r"segmentation fault",
        r"SIGSEGV",
        r"unhandled ?promise ?rejection",
        r"maximum call stack",
        r"division by zero",
        r"InvalidOperationException",
        r"\bpanicked at\b",
    ),
    Sign.READ_ONLY: (
        r"--read-only option",
        r"read-only transaction",
        r"READONLY You can't write",
        r"database is (in )?read[- ]only",
        r"not (the )?(primary|master)\b",
        r"NotWritablePrimary",
    ),
    Sign.MISSING: (
        r"ResourceNotFound",
        r"Unknown (column|table|database)",
        r"NoSuchBucket",
        r"NoSuchKey",
        r"NonExistentQueue",
        r"QueueDoesNotExist",
        r"NoSuchTable",
        (
            r"(table|relation|column|queue|bucket|topic|index|secret|parameter|database)\b.{0,80}"
            r"(does not exist|doesn't exist|not found)"
        ),
        r"requested resource not found",
        r"ParameterNotFound",
        _STATUS + r"404\b",
        r"404 Not Found",
    ),
    Sign.INPUT: (
        r"(Upload)?SizeLimitExceeded|UploadSizeExceeded|PayloadTooLarge|RecordTooLarge",
        r"(entity|message|payload) too large",
        r"exceeds (its|the) max(imum)? (permitted |allowed )?size",
        r"Validation(Error|Exception|Failed)",
        r"schema",
        r"missing required",
        r"required (field|property|key)",
        r"bad request",
        r"InvalidParameter",
        r"InvalidArgument",
        r"invalid (request|input|value|literal|format|argument|date|type)",
        r"violates \S+ constraint",
        r"IllegalArgument",
        r"constraint violation",
        r"IntegrityError",
        r"duplicate key",
        r"unsupported (type|value|currency|format)",
        _STATUS + r"4(00|22)\b",
        r"is not a valid",
    ),
}
"""By sign, in the order in which they are looked for, what is sought: patterns, capitals or not."""

GUESS = (
    r"\b(?:perhaps|maybe|possibly|presumably|might (?:be|have)|(?:could|may) be (?:due|caused))\b"
    r"[^.;|]*"
)
"""How a program guesses at a reason that it does not know."""
