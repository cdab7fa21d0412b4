"""The rules, one module for each family of mechanisms; `engine/turn.py` says when each is played."""
