"""What holds for all tests."""

from hypothesis import settings

# No test asserts a time, and an example's is the machine's of that moment.
settings.register_profile("casebook", deadline=None)
settings.load_profile("casebook")
