"""One game at the table: its file, play, undo, branch, replay, verify."""
