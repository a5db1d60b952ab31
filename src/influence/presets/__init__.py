"""Shipped choices of weights that somebody else made or could make, each a small cited file of data."""
