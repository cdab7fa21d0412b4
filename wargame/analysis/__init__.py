"""Many games at once: what a ruleset implies when its doctrines play each other."""
