"""Builds a provider's model from its configuration. An SDK is loaded by the builder that needs it,
and each is told not to retry: the chain does, and knows of the other providers."""

from typing import Any

from casebook.adapters.models.anthropic import AnthropicModel
from casebook.adapters.models.bedrock import of_bedrock
from casebook.adapters.models.failures import of_http_sdk
from casebook.adapters.models.langchain import LangChainModel
from casebook.models.configuration import (
    AnthropicProvider,
    AzureOpenAIProvider,
    BedrockProvider,
    OpenAIProvider,
    Provider,
    name_of,
)
from casebook.models.port import LanguageModel

_CONNECT_SECONDS = 5


def build(provider: Provider, key: str) -> LanguageModel:
    """The model; `key` is the provider's API key, and empty for Bedrock."""
    match provider:
        case AnthropicProvider():
            return _anthropic(provider, key)
        case BedrockProvider():
            return _bedrock(provider)
        case OpenAIProvider():
            return _openai(provider, key)
        case AzureOpenAIProvider():
            return _azure_openai(provider, key)


def _anthropic(provider: AnthropicProvider, key: str) -> LanguageModel:
    from anthropic import Anthropic

    client = Anthropic(
        api_key=key,
        base_url=str(provider.base_url).rstrip("/") if provider.base_url else None,
        max_retries=0,
    )
    return AnthropicModel(client, provider)


def _bedrock(provider: BedrockProvider) -> LanguageModel:
    from langchain_aws import ChatBedrockConverse

    runtime = _bedrock_runtime(provider)
    # LangChain would make two clients with boto3, four times as slowly as this one. It asks the
    # second, of the control plane, about application inference profiles and nothing else.
    asks_control_plane = "application-inference-profile" in provider.model
    chat = ChatBedrockConverse(
        model_id=provider.model,
        region_name=provider.region,
        client=runtime,
        bedrock_client=None if asks_control_plane else runtime,
        max_tokens=provider.limits.max_tokens,
        disable_streaming=False,
    )
    # Cache points are refused by models that have no cache.
    caches = "anthropic" in provider.model or "nova" in provider.model
    return LangChainModel(
        name=name_of(provider),
        chat=chat,
        translate=of_bedrock,
        silence=provider.limits.timeout_seconds,
        call_options={"cache_control": {"type": "ephemeral"}} if caches else {},
        takes_timeout=False,
    )


def _bedrock_runtime(provider: BedrockProvider) -> Any:
    import botocore.session
    from botocore.config import Config

    return botocore.session.get_session().create_client(
        "bedrock-runtime",
        region_name=provider.region,
        endpoint_url=str(provider.base_url).rstrip("/") if provider.base_url else None,
        config=Config(
            connect_timeout=_CONNECT_SECONDS,
            read_timeout=provider.limits.timeout_seconds,
            retries={"mode": "standard", "total_max_attempts": 1},
        ),
    )


def _openai(provider: OpenAIProvider, key: str) -> LanguageModel:
    from langchain_openai import ChatOpenAI

    chat = ChatOpenAI(
        model=provider.model,
        base_url=str(provider.base_url).rstrip("/") if provider.base_url else None,
        **_openai_options(provider, key),
    )
    return _of_openai(provider, chat)


def _azure_openai(provider: AzureOpenAIProvider, key: str) -> LanguageModel:
    from langchain_openai import AzureChatOpenAI

    chat = AzureChatOpenAI(
        model=provider.model,
        azure_deployment=provider.deployment,
        azure_endpoint=str(provider.base_url).rstrip("/"),
        api_version=provider.api_version,
        **_openai_options(provider, key),
    )
    return _of_openai(provider, chat)


def _openai_options(provider: OpenAIProvider | AzureOpenAIProvider, key: str) -> dict[str, Any]:
    return {
        "api_key": key,
        "max_completion_tokens": provider.limits.max_tokens,
        "timeout": provider.limits.timeout_seconds,
        "max_retries": 0,
        # Off by default where the address is not OpenAI's own.
        "stream_usage": True,
        # One protocol for both, and for whatever else speaks it.
        "use_responses_api": False,
    }


def _of_openai(provider: OpenAIProvider | AzureOpenAIProvider, chat: Any) -> LanguageModel:
    return LangChainModel(
        name=name_of(provider),
        chat=chat,
        translate=of_http_sdk,
        silence=provider.limits.timeout_seconds,
    )
