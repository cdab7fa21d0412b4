"""What a ruleset is: its files, its closed vocabulary, and its compilation to integer tables."""
