"""The hot-wash pack: what came of one table or several, as pages that print and tables that a sheet can read."""
