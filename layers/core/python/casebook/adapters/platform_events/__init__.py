"""What the services say of a resource, out of their own APIs."""

from casebook.adapters.platform_events.source import AwsPlatformEvents

__all__ = ["AwsPlatformEvents"]
