"""Casebook: an on-call diagnostician for AWS workloads."""

import gc

# What is imported is kept, and hardly anything of it hangs together in circles. To look for
# such garbage at every 700 new objects, as Python does, took a fortieth of a cold start.
gc.set_threshold(100_000)
