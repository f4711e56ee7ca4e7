"""Whether a provider would answer: its list of models, asked for with the key, which costs nothing.

No SDK is loaded for it: health has to answer from a cold start.
"""

from dataclasses import dataclass, field

import urllib3

from casebook.adapters.clients import Clients
from casebook.adapters.models.bedrock import of_answer
from casebook.adapters.models.failures import of_status, retry_after
from casebook.errors import AwsCallFailed, NotFound
from casebook.models.configuration import (
    AnthropicProvider,
    AzureOpenAIProvider,
    BedrockProvider,
    OpenAIProvider,
    Provider,
)
from casebook.models.errors import UnknownModel, WrongEndpoint
from casebook.models.port import ModelCheck

_SECONDS = 3.0
_ANTHROPIC, _OPENAI = "https://api.anthropic.com", "https://api.openai.com/v1"
_ANTHROPIC_VERSION = "2023-06-01"
# An inference profile's id is a model's with a part of the world before it: eu.anthropic.claude-…
_MODEL_ID_PARTS = 2


def check_of(provider: Provider, key: str) -> ModelCheck:
    """The provider's check; `key` is its API key, and empty for Bedrock."""
    match provider:
        case AnthropicProvider():
            headers = {"x-api-key": key, "anthropic-version": _ANTHROPIC_VERSION}
            return HttpCheck(f"{_base(provider, _ANTHROPIC)}/v1/models?limit=1", headers)
        case OpenAIProvider():
            url = f"{_base(provider, _OPENAI)}/models"
            return HttpCheck(url, {"authorization": f"Bearer {key}"})
        case AzureOpenAIProvider():
            query = f"api-version={provider.api_version}"
            return HttpCheck(f"{_base(provider)}/openai/models?{query}", {"api-key": key})
        case BedrockProvider():
            return BedrockCheck(provider.model, provider.region)


def _base(provider: Provider, otherwise: str = "") -> str:
    return str(provider.base_url).rstrip("/") if provider.base_url else otherwise


@dataclass(frozen=True, slots=True)
class HttpCheck:
    """A GET that needs the key and nothing else."""

    url: str
    headers: dict[str, str] = field(repr=False)

    def check(self) -> None:
        try:
            answer = urllib3.request(
                "GET", self.url, headers=self.headers, timeout=_SECONDS, retries=False
            )
        except urllib3.exceptions.HTTPError as error:
            raise WrongEndpoint(f"no connection ({type(error).__name__})") from error
        if answer.status >= 300:
            words = answer.data[:300].decode(errors="replace")
            raise of_status(answer.status, words, retry_after(answer.headers))


@dataclass(frozen=True, slots=True)
class BedrockCheck:
    """The model or inference profile, looked up in its region. An ARN is taken for a profile's."""

    model: str
    region: str

    def check(self) -> None:
        try:
            if self._is_profile:
                self._ask("get_inference_profile", inferenceProfileIdentifier=self.model)
            else:
                self._ask("get_foundation_model", modelIdentifier=self.model)
        except NotFound as error:
            raise UnknownModel(error.detail) from error
        except AwsCallFailed as error:
            raise of_answer(
                {
                    "Error": {"Code": error.code, "Message": error.detail},
                    "ResponseMetadata": {"HTTPStatusCode": error.http_status or 503},
                }
            ) from error

    @property
    def _is_profile(self) -> bool:
        return self.model.startswith("arn:") or self.model.count(".") >= _MODEL_ID_PARTS

    def _ask(self, operation: str, **parameters: str) -> None:
        Clients(self.region).call("bedrock", operation, **parameters)
