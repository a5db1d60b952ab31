"""Scoring: the score as SQL over events and weights, and its result. It cannot read exports and it cannot print."""
