"""A class at its tables, over the network: the server, its pages, and the ways in."""
