"""Words: from rules, a game and a seat to plain sentences. Nothing here prints or draws."""
