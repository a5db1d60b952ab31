"""A file of no known format: what its names and values say that it holds, as a declaration to start from."""
