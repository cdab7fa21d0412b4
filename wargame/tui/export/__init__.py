"""A replay written down: as a text, as pictures of the screen, as a recording for terminals."""
