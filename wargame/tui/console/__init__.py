"""The umpire's console: a class that another program keeps, watched and ruled from a terminal."""
