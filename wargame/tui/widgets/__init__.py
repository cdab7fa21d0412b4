"""One module for each widget; all paint through `canvas`."""
