"""What botocore's exceptions mean where Bedrock's runtime raises them."""

from typing import Any

from casebook.adapters.models.failures import of_status, retry_after
from casebook.models.errors import (
    BadKey,
    BadRequest,
    CutOff,
    ModelError,
    ProviderUnavailable,
    RateLimited,
    TimedOut,
    UnknownModel,
    WrongEndpoint,
)

# Codes come in two spellings: of an answer, and of an event within a stream that began well.
# https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html
_CODES: dict[str, type[ModelError]] = {
    "throttlingexception": RateLimited,
    "servicequotaexceededexception": RateLimited,
    "accessdeniedexception": BadKey,
    "unrecognizedclientexception": BadKey,
    "expiredtokenexception": BadKey,
    "invalidsignatureexception": BadKey,
    "resourcenotfoundexception": UnknownModel,
    "modeltimeoutexception": TimedOut,
    "modelnotreadyexception": ProviderUnavailable,
    "modelerrorexception": ProviderUnavailable,
    "modelstreamerrorexception": ProviderUnavailable,
    "internalserverexception": ProviderUnavailable,
    "serviceunavailableexception": ProviderUnavailable,
}
# A ValidationException says in words alone that the model is not one of the region's.
_NO_SUCH_MODEL = ("model identifier is invalid", "on-demand throughput isn", "end of its life")


def of_bedrock(raised: Exception) -> ModelError | None:
    """What an exception of botocore or of LangChain's Bedrock model means. In the middle of a
    stream urllib3's come through as they are."""
    from botocore import exceptions as aws
    from botocore.eventstream import ParserError
    from urllib3 import exceptions as http

    match raised:
        case aws.ClientError():
            return of_answer(raised.response)
        case aws.NoCredentialsError() | aws.PartialCredentialsError():
            return BadKey(str(raised))
        case aws.NoRegionError() | aws.InvalidRegionError() | aws.EndpointConnectionError():
            return WrongEndpoint(str(raised))
        case aws.ReadTimeoutError() | aws.ConnectTimeoutError() | http.TimeoutError():
            return TimedOut("the provider was silent for too long")
        case aws.ParamValidationError():
            return BadRequest(str(raised)[:500])
        case ConnectionError():  # LangChain's own, for a stream without a `messageStop`
            return CutOff("the stream ended without a reason to stop")
        case aws.BotoCoreError() | ParserError() | http.HTTPError():
            return ProviderUnavailable(f"the connection broke ({type(raised).__name__})")
    return None


def of_answer(response: Any) -> ModelError:
    """What an answer that is no success means, as botocore parsed it."""
    error = response.get("Error", {})
    code, message = str(error.get("Code", "")), str(error.get("Message", ""))
    about = response.get("ResponseMetadata", {})
    wait = retry_after(about.get("HTTPHeaders", {}))
    words = f"{code}: {message}"[:500]
    if any(mark in message for mark in _NO_SUCH_MODEL):
        return UnknownModel(words)
    if known := _CODES.get(code.lower()):
        return known(words, retry_after=wait)
    return of_status(int(about.get("HTTPStatusCode", 400)), words, wait)
