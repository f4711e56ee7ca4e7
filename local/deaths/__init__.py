"""Kills functions' processes at their writes, on a local stack that was started for it.

Everything that a function does to the outside is a request that passes the emulator. So the
emulator is where a process dies, before or after its request is carried out, and the functions run
the code that an account runs.
"""
