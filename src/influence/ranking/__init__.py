"""Ranking: the score of every profile in a table of events, by the same steps as the score of one."""
