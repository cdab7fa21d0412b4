"""A batch of games: state, dice, orders, ledger, fog of war, and the sequence of play."""
