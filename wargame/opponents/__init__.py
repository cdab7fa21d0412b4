"""Opponents: doctrines as data, and the null bot. They see views, never the state."""
