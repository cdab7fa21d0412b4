"""A game at the table with its chairs: who sits where, what they are writing, and who plays the empty ones."""
