# ruff: noqa: E501
"""What the field's own words are signs of: runtimes, drivers, platforms, as they really write."""

import pytest

from casebook.reasoning.signs import Sign, sign_in

SAID = {
    Sign.EXPIRED: (
        "ORA-28001: the password has expired",
        "ExpiredTokenException: The security token included in the request is expired",
        "invalid_grant: Token has been expired or revoked.",
        "JsonWebTokenError: jwt expired",
        "The API key has been revoked",
        "partner answered: api_key_expired",
        "client secret expired on 2026-01-01",
    ),
    Sign.CLOCK: (
        "InvalidSignatureException: Signature expired: 20260314T091500Z is now earlier than "
        "20260314T092000Z (20260314T092500Z - 5 min.)",
        "RequestTimeTooSkewed: The difference between the request time and the server's time is "
        "too large.",
        "InvalidSignatureException: Signature not yet current: 20260314T093000Z is still later",
        "jwt: token is not yet valid",
    ),
    Sign.PROCESS_LIMIT: (
        "accept4: too many open files",
        "OSError: [Errno 24] Too many open files: '/app/x'",
        "Error: connect EMFILE 10.0.0.1:443 - Local (undefined:undefined)",
        "connect EADDRNOTAVAIL 10.0.0.1:6379 - Local (10.0.0.2:0)",
        "dial tcp 10.0.0.1:5432: connect: cannot assign requested address",
        "RuntimeError: can't start new thread",
        "java.lang.OutOfMemoryError: unable to create native thread",
    ),
    Sign.CAPACITY: (
        "FailedScheduling: 0/6 nodes are available: 6 Insufficient cpu.",
        "RESOURCE:MEMORY",
        "InsufficientFreeAddressesInSubnet",
        "Capacity is unavailable at this time. Please try again later",
        "(service api) was unable to place a task because no container instance met all of its "
        "requirements",
    ),
    Sign.RESPONSE: (
        "Function.ResponseSizeTooLarge: Response payload size exceeded maximum allowed payload size",
        "Execution failed due to configuration error: Malformed Lambda proxy response",
        "States.DataLimitExceeded: The state/task returned a result with a size exceeding",
    ),
    Sign.CLIENT_GONE: (
        "org.apache.catalina.connector.ClientAbortException: java.io.IOException: Broken pipe",
        "client prematurely closed connection while sending response",
    ),
    Sign.CREDENTIALS: (
        'FATAL: password authentication failed for user "app"',
        'FATAL:  role "billing" is not permitted to log in: authentication failed',
        "Access denied for user 'app'@'10.0.0.1' (using password: YES)",
        "Login failed for user 'svc_orders'. Reason: Password did not match",
        "ORA-01017: invalid username/password; logon denied",
        "MongoServerError: Authentication failed.",
        "WRONGPASS invalid username-password pair or user is disabled.",
        "NOAUTH Authentication required.",
        "botocore.exceptions.NoCredentialsError: Unable to locate credentials",
        "UnrecognizedClientException: The security token included in the request is invalid.",
        "SignatureDoesNotMatch: The request signature we calculated does not match",
        "requests.exceptions.HTTPError: 401 Client Error: Unauthorized for url: https://x.example/y",
        "AxiosError: Request failed with status code 401",
        'oauth2: cannot fetch token: 400 Bad Request Response: {"error":"invalid_client"}',
        "Stripe: Invalid API Key provided: ****4242",
    ),
    Sign.PERMISSION: (
        "AccessDeniedException: User: arn:aws:sts::1:assumed-role/x is not authorized to perform: "
        "dynamodb:PutItem on resource: arn:aws:dynamodb:eu-west-1:1:table/t",
        "An error occurred (AccessDenied) when calling the GetObject operation: Access Denied",
        "ERROR: permission denied for table invoices",
        "EACCES: permission denied, open '/mnt/data/x'",
        "HTTP 403 Forbidden from https://partner.example",
        "KMSAccessDeniedException: The ciphertext refers to a key that does not exist",
        "com.amazonaws.services.kms.model.DisabledException: key is disabled",
    ),
    Sign.CERTIFICATE: (
        "Error: certificate has expired code: 'CERT_HAS_EXPIRED'",
        "ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: "
        "certificate has expired (_ssl.c:1007)",
        "x509: certificate has expired or is not yet valid: current time 2026-03-14",
        "x509: certificate signed by unknown authority",
        "javax.net.ssl.SSLHandshakeException: PKIX path validation failed",
        "unable to verify the first certificate",
        "The remote certificate is invalid because of errors in the certificate chain: NotTimeValid",
        "Hostname/IP does not match certificate's altnames",
        "tls: failed to verify certificate: x509: certificate is valid for a.example, not b.example",
    ),
    Sign.THROTTLING: (
        "ProvisionedThroughputExceededException: The level of configured provisioned throughput",
        "ThrottlingException: Rate exceeded",
        "TooManyRequestsException: Rate Exceeded.",
        "Request failed with status code 429",
        "429 Client Error: Too Many Requests for url",
        "Daily character quota of 5000000 used",
        "Error 429: You exceeded your current quota, please check your plan and billing details",
        "quota_exceeded: monthly request quota has been reached",
        "API usage limit reached for this account",
        "Rate limit reached for requests",
        "KMS ThrottlingException: You have exceeded the rate at which you may call KMS",
        "SlowDown: Please reduce your request rate.",
        "RESOURCE_EXHAUSTED: Quota exceeded for quota metric 'Queries'",
    ),
    Sign.MEMORY: (
        "java.lang.OutOfMemoryError: Java heap space",
        "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
        "OutOfMemoryError: Container killed due to memory usage",
        "Runtime exited with error: signal: killed Runtime.ExitError",
        "fatal error: runtime: out of memory",
        "MemoryError: Unable to allocate 2.1 GiB",
        "OOM command not allowed when used memory > 'maxmemory'.",
        "Essential container in task exited: exit code 137",
        "System.OutOfMemoryException: Exception of type 'System.OutOfMemoryException' was thrown.",
    ),
    Sign.DISK: (
        'could not extend file "base/16401/16733": No space left on device',
        "OSError: [Errno 28] No space left on device",
        "The table 'orders' is full: disk full",
        "ENOSPC: no space left on device, write",
        "disk usage exceeded flood-stage watermark, index has read-only-allow-delete block",
        "java.io.IOException: No space left on device",
        "InnoDB: 1048576 bytes should have been written, only 0 were written. Operating system error "
        "number 28. Check also that the disk is not full or a disk quota exceeded.",
    ),
    Sign.CONNECTIONS: (
        "FATAL: remaining connection slots are reserved for non-replication superuser connections",
        "FATAL: sorry, too many clients already",
        "ERROR 1040 (HY000): Too many connections",
        "HikariPool-1 - Connection is not available, request timed out after 30000ms.",
        "QueuePool limit of size 5 overflow 10 reached, connection timed out, timeout 30.00",
        "TimeoutError: ResourceRequest timed out acquiring a connection from the pool",
        "Timeout acquiring a connection. The pool is probably full.",
        "redis.clients.jedis.exceptions.JedisConnectionException: Could not get a resource from the "
        "pool",
        "ERR max number of clients reached",
        "Timeout expired. The timeout period elapsed prior to obtaining a connection from the pool.",
    ),
    Sign.TASK_TIMEOUT: (
        "2026-03-14T09:26:53Z 5a1d Task timed out after 30.03 seconds",
        "States.Timeout",
    ),
    Sign.PARSING: (
        "json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)",
        "SyntaxError: Unexpected token < in JSON at position 0",
        "com.fasterxml.jackson.core.JsonParseException: Unrecognized token 'abc'",
        "System.Text.Json.JsonException: 'x' is an invalid start of a value.",
        "invalid character '}' looking for beginning of object key string",
        "UnicodeDecodeError: 'utf-8' codec can't decode byte 0x92 in position 10",
        "failed to deserialize record at offset 1882: unknown magic byte",
    ),
    Sign.PACKAGING: (
        "Runtime.ImportModuleError: Unable to import module 'app': No module named 'requests'",
        "Error: Cannot find module './pricing'",
        "java.lang.NoClassDefFoundError: com/acme/Price",
        "CannotPullContainerError: pull image manifest has been retried 5 time(s)",
        "exec /app/server: exec format error",
        "/lib64/libc.so.6: version `GLIBC_2.28' not found",
    ),
    Sign.UNRESOLVED: (
        "getaddrinfo ENOTFOUND grid.weather.internal",
        "dial tcp: lookup db.internal on 10.0.0.2:53: no such host",
        "java.net.UnknownHostException: db.internal",
        "socket.gaierror: [Errno -2] Name or service not known",
        'could not translate host name "db.internal" to address: Temporary failure in name resolution',
        "No such host is known. (api.partner.example:443)",
    ),
    Sign.REFUSED: (
        "connect ECONNREFUSED 10.0.3.4:6379",
        "dial tcp 10.0.1.5:5432: connect: connection refused",
        "java.net.ConnectException: Connection refused",
        "No connection could be made because the target machine actively refused it.",
    ),
    Sign.UNREACHABLE: (
        "connect ETIMEDOUT 10.0.3.4:443",
        "dial tcp 10.0.1.5:5432: i/o timeout",
        "urllib3.exceptions.ConnectTimeoutError: Connection to x.example timed out. (connect timeout=5)",
        "java.net.ConnectException: Connection timed out",
        "Communications link failure: The last packet sent successfully to the server was 0 ms ago",
    ),
    Sign.RESET: (
        "read ECONNRESET",
        "read tcp 10.0.0.1:5555->10.0.0.2:443: read: connection reset by peer",
        "('Connection aborted.', RemoteDisconnected('Remote end closed connection without response'))",
        "server closed the connection unexpectedly",
        "FATAL: terminating connection due to administrator command",
        "upstream prematurely closed connection while reading response header from upstream",
    ),
    Sign.UPSTREAM: (
        "Request failed with status code 502",
        "503 Server Error: Service Unavailable for url: https://x.example",
        "rpc error: code = Unavailable desc = upstream connect error or disconnect/reset",
        "InternalServerError: An internal server error occurred",
        "CircuitBreaker 'pricing' is OPEN and does not permit further calls",
        "feign.FeignException$ServiceUnavailable: [503] during [GET]",
    ),
    Sign.SLOW: (
        "upstream timed out (110: Connection timed out) while reading response header from upstream",
        "net/http: request canceled (Client.Timeout exceeded while awaiting headers)",
        "context deadline exceeded",
        "rpc error: code = DeadlineExceeded desc = context deadline exceeded",
        "java.net.SocketTimeoutException: Read timed out",
        "AxiosError: timeout of 3000ms exceeded",
        "canceling statement due to statement timeout",
        "System.Threading.Tasks.TaskCanceledException: The request was canceled due to the configured "
        "HttpClient.Timeout of 10 seconds elapsing.",
        "Lock wait timeout exceeded; try restarting transaction",
        "HTTPSConnectionPool(host='x.example', port=443): Read timed out. (read timeout=3)",
    ),
    Sign.PROGRAMMING: (
        "TypeError: Cannot read properties of undefined (reading 'discount')",
        "KeyError: 'coupon'",
        'java.lang.NullPointerException: Cannot invoke "Price.amount()" because "price" is null',
        "System.NullReferenceException: Object reference not set to an instance of an object.",
        "panic: runtime error: invalid memory address or nil pointer dereference",
        "panic: runtime error: index out of range [3] with length 3",
        "NoMethodError: undefined method `total' for nil:NilClass",
        "ReferenceError: tax is not defined",
        "System.InvalidOperationException: Sequence contains no elements",
        "thread 'main' panicked at 'called `Option::unwrap()` on a `None` value'",
    ),
    Sign.READ_ONLY: (
        "The MySQL server is running with the --read-only option so it cannot execute this statement",
        "ERROR: cannot execute INSERT in a read-only transaction",
        "READONLY You can't write against a read only replica.",
    ),
    Sign.MISSING: (
        "ResourceNotFoundException: Requested resource not found",
        "NoSuchKey: The specified key does not exist.",
        'relation "invoices_v2" does not exist',
        "AWS.SimpleQueueService.NonExistentQueue",
        "Unknown column 'orders.coupon' in 'field list'",
        'column "loyalty_tier" of relation "members" does not exist',
        "Table 'shop.orders_v2' doesn't exist",
        "Request failed with status code 404",
    ),
    Sign.INPUT: (
        "pydantic_core._pydantic_core.ValidationError: 1 validation error for Order",
        "ValidationException: One or more parameter values were invalid",
        "Request failed with status code 400",
        'duplicate key value violates unique constraint "orders_pkey"',
        "unsupported currency: XBT",
        'null value in column "amount" violates not-null constraint',
    ),
}
SAYS_NOTHING = (
    "order 5001 failed",
    "processed 503 orders in 429 ms",
    "the pipeline stopped",
    "widget 403 is blue",
    "cache miss for user 401",
    "GET /items/404 took 12 ms",
    "batch of 500 rows done",
    "connection pool resized to 20",
    "password changed by user 17",
    "session opened",
    "quota check took 12 ms",
    "retry budget exceeded with url: /rates?to=DE",
    "exceeded https://shop.example/quota",
)


@pytest.mark.parametrize(
    ("text", "sign"), [(text, sign) for sign, texts in SAID.items() for text in texts]
)
def test_the_words_of_the_field_are_signs_of_what_they_mean(text: str, sign: Sign) -> None:
    assert sign_in(text) is sign


@pytest.mark.parametrize("text", SAYS_NOTHING)
def test_words_that_only_look_like_trouble_are_no_sign(text: str) -> None:
    assert sign_in(text) is None
