"""The Textual interface: what a seat knows, on screens; what it orders, on sheets."""
