"""What holds for all tests.

A property is tried with the same examples every time, so that a gate that passed passes again;
`make fuzz` looks for new ones.
"""

import os

from hypothesis import settings

# No test asserts a time, and an example's is the machine's of that moment.
settings.register_profile("gate", deadline=None, derandomize=True)
settings.register_profile("fuzz", deadline=None, max_examples=2_000, print_blob=True)
settings.load_profile(os.environ.get("CASEBOOK_EXAMPLES", "gate"))
