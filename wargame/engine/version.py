"""The version of the rules as code: raised whenever the same orders and dice could give another position."""

RULES_VERSION = 2
