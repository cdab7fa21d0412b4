"""What `wargame check` finds by playing: orders never worth giving, lines never crossed, ends never reached."""
