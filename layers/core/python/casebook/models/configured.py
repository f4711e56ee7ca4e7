"""The chain that the configuration of this moment asks for."""

from collections.abc import Callable

from casebook.models.breaker import Breaker
from casebook.models.chain import Chain, Link
from casebook.models.configuration import (
    BedrockProvider,
    ModelConfiguration,
    Provider,
    at_addresses,
    parse,
    price_at,
)
from casebook.models.pace import Pace
from casebook.models.port import LanguageModel

Read = Callable[[], str | None]
ReadSecret = Callable[[str], str]
Build = Callable[[Provider, str], LanguageModel]


class ConfiguredModels:
    """Reads the document and its secrets anew for each chain (the readers cache), and builds a
    model again only when what it is made of changed: its connections stay warm."""

    def __init__(
        self,
        read: Read,
        read_secret: ReadSecret,
        build: Build,
        breaker: Breaker,
        *,
        addresses: str = "",
        pace: Pace | None = None,
    ) -> None:
        self._read = read
        self._read_secret = read_secret
        self._build = build
        self._breaker = breaker
        self._addresses = addresses
        self._pace = pace
        self._built: dict[tuple[str, str], LanguageModel] = {}

    def configuration(self) -> ModelConfiguration | None:
        """None when there is no document, and so no models.

        Raises:
            ModelsMisconfigured: naming the field and the fix.
        """
        document = self._read()
        return None if document is None else at_addresses(parse(document), self._addresses)

    def key_of(self, provider: Provider) -> str:
        """The provider's API key; Bedrock has none, its requests are signed by the function's role.

        Raises:
            ModelsMisconfigured: the secret that it names cannot be read.
        """
        return "" if isinstance(provider, BedrockProvider) else self._read_secret(provider.secret)

    def chain(self) -> Chain | None:
        """The chain to ask now; None when no models are configured.

        Raises:
            ModelsMisconfigured: naming the field and the fix.
        """
        configuration = self.configuration()
        if configuration is None:
            return None
        links = [self._link(provider) for provider in configuration.providers]
        return Chain(links, self._breaker, self._pace)

    def _link(self, provider: Provider) -> Link:
        key = self.key_of(provider)
        made_of = (provider.to_json(), key)
        if made_of not in self._built:
            self._built[made_of] = self._build(provider, key)
        limits = provider.limits
        return Link(
            self._built[made_of],
            limits.max_tokens,
            limits.context_tokens,
            limits.attempts,
            price_at(provider),
        )
