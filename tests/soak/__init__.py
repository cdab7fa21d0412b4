"""A class under load, killed, lied to, and kept for a day: bounded runs on loopback, one process of `wargame host`.

    python -m tests.soak lesson          30 students at 8 tables, a whole game
    python -m tests.soak crowd           300 scripted clients
    python -m tests.soak terminals       12 terminals
    python -m tests.soak kills           100 kills at random moments
    python -m tests.soak hostile         100,000 messages that mean no good
    python -m tests.soak day             memory over eight hours of lessons, simulated

`--short` is what CI runs. Each prints what it measured and ends with exit code 1 if something was lost or broke.
"""
