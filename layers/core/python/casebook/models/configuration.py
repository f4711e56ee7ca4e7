"""Which models Casebook asks, in which order: one JSON document, validated when it is read.

docs/models.md has an example. No document means no models: the deterministic engine answers.
"""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AnyHttpUrl, Field, ValidationError

from casebook.domain.model import Model
from casebook.errors import CasebookError
from casebook.models.port import ModelName
from casebook.models.prices import DEFAULT_MODELS, Price, price_of


class ModelsMisconfigured(CasebookError):
    """The document, or a secret that it names, is wrong. The detail names the field and the fix."""

    title = "The configuration of the language models is not valid"


class Limits(Model):
    """What one request may take."""

    max_tokens: int = Field(8_192, gt=0, description="Tokens of one answer, reasoning included.")
    context_tokens: int = Field(
        200_000, gt=0, description="Tokens of one prompt; older tool results are folded above it."
    )
    timeout_seconds: float = Field(
        60, gt=0, le=600, description="How long the provider may be silent, in seconds."
    )
    attempts: int = Field(3, ge=1, le=5, description="Tries at this provider before the next one.")


class PriceOverride(Model):
    """US dollars for a million tokens, instead of the list price."""

    input: Decimal = Field(ge=0, description="Dollars for a million input tokens.")
    output: Decimal = Field(ge=0, description="Dollars for a million output tokens.")
    cache_read: Decimal = Field(
        ge=0, description="Dollars for a million tokens read from the cache."
    )
    cache_write: Decimal = Field(
        ge=0, description="Dollars for a million tokens put into the cache."
    )


class _Provider(Model):
    """What every provider has. `model` may be left out where there is a default."""

    limits: Limits = Limits()
    price: PriceOverride | None = None


class AnthropicProvider(_Provider):
    provider: Literal["anthropic"]
    model: str = Field(DEFAULT_MODELS["anthropic"], min_length=1, description="A model's name.")
    secret: str = Field(min_length=1, description="Name or ARN of the secret that is the API key.")
    base_url: AnyHttpUrl | None = Field(None, description="Another address, without /v1.")
    thinking: Literal["adaptive"] | Annotated[int, Field(ge=1024)] | None = Field(
        None, description='"adaptive", or a budget of at least 1024 tokens for older models.'
    )


class BedrockProvider(_Provider):
    provider: Literal["bedrock"]
    model: str = Field(DEFAULT_MODELS["bedrock"], min_length=1, description="Model or profile id.")
    region: str = Field(
        pattern=r"^[a-z]{2}(-[a-z]+)+-\d$", description="An AWS region, e.g. eu-central-1."
    )
    base_url: AnyHttpUrl | None = Field(None, description="Another address of bedrock-runtime.")


class OpenAIProvider(_Provider):
    provider: Literal["openai"]
    model: str = Field(DEFAULT_MODELS["openai"], min_length=1, description="A model's name.")
    secret: str = Field(min_length=1, description="Name or ARN of the secret that is the API key.")
    base_url: AnyHttpUrl | None = Field(None, description="Another address, with /v1.")


class AzureOpenAIProvider(_Provider):
    provider: Literal["azure-openai"]
    model: str = Field(
        DEFAULT_MODELS["azure-openai"], min_length=1, description="The model that is deployed."
    )
    deployment: str = Field(
        min_length=1, description="The deployment's name in the Azure resource."
    )
    base_url: AnyHttpUrl = Field(description="The resource: https://<name>.openai.azure.com.")
    api_version: str = Field("2024-10-21", description="Azure's API version.")
    secret: str = Field(min_length=1, description="Name or ARN of the secret that is the API key.")


Provider = Annotated[
    AnthropicProvider | BedrockProvider | OpenAIProvider | AzureOpenAIProvider,
    Field(discriminator="provider"),
]


class ModelConfiguration(Model):
    """Providers in the order in which they are asked."""

    providers: tuple[Provider, ...] = Field(min_length=1, description="One provider or more.")


class _Address(Model):
    """Where a provider is, instead of its own address."""

    provider: Literal["anthropic", "bedrock", "openai", "azure-openai"]
    url: AnyHttpUrl


def parse(document: str) -> ModelConfiguration:
    """The configuration that a document holds.

    Raises:
        ModelsMisconfigured: naming each wrong field, by its path, and what belongs there.
    """
    try:
        return ModelConfiguration.model_validate_json(document)
    except ValidationError as error:
        wrong = "; ".join(
            f"{_path(each['loc'])}: {each['msg']}{_hint(each['loc'])}"
            for each in error.errors(include_url=False, include_input=False)
        )
        raise ModelsMisconfigured(wrong) from error


def at_addresses(configuration: ModelConfiguration, addresses: str) -> ModelConfiguration:
    """The configuration with other base URLs: `anthropic=http://…,openai=http://…`.

    Raises:
        ModelsMisconfigured: an entry is no provider with an address.
    """
    given: dict[str, AnyHttpUrl] = {}
    for entry in filter(None, addresses.split(",")):
        provider, _, url = entry.strip().partition("=")
        try:
            address = _Address.model_validate({"provider": provider, "url": url})
        except ValidationError as error:
            wanted = f"{'|'.join(DEFAULT_MODELS)}=URL"
            raise ModelsMisconfigured(f"{entry!r} is no address, written {wanted}") from error
        given[address.provider] = address.url
    providers = tuple(
        each.model_copy(update={"base_url": given[each.provider]})
        if each.provider in given
        else each
        for each in configuration.providers
    )
    return ModelConfiguration(providers=providers)


def name_of(provider: Provider) -> ModelName:
    """The name under which the provider's model is recorded."""
    return ModelName(provider.provider, provider.model)


def price_at(provider: Provider) -> Price | None:
    """What the model costs: as the configuration says, else by the list, else unknown."""
    if (own := provider.price) is not None:
        return Price(own.input, own.output, own.cache_read, own.cache_write)
    return price_of(name_of(provider))


_CLASSES: dict[str, type[Model]] = {
    "anthropic": AnthropicProvider,
    "bedrock": BedrockProvider,
    "openai": OpenAIProvider,
    "azure-openai": AzureOpenAIProvider,
    "limits": Limits,
    "price": PriceOverride,
}


def _path(loc: tuple[int | str, ...]) -> str:
    """`providers[1].region`, without the tag by which Pydantic tells providers apart."""
    path = ""
    for place, step in enumerate(loc):
        if isinstance(step, int):
            path += f"[{step}]"
        elif not (place == 2 and step in DEFAULT_MODELS):
            path += f".{step}" if path else str(step)
    return path or "the document"


def _hint(loc: tuple[int | str, ...]) -> str:
    """What belongs into the field, in the words of its description."""
    steps = [str(step) for step in loc]
    owner = next((_CLASSES[step] for step in reversed(steps[:-1]) if step in _CLASSES), None)
    for name, field in (owner or ModelConfiguration).model_fields.items():
        if steps and steps[-1] in {name, field.alias} and field.description:
            return f" ({field.description})"
    return ""
