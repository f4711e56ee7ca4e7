"""How resources are configured and how they are, out of the services' own APIs."""

from casebook.adapters.configuration.source import AwsConfiguration

__all__ = ["AwsConfiguration"]
