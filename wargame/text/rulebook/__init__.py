"""The rulebook, its player aids and its briefs, made from the ruleset, the rules' docstrings and their code."""
