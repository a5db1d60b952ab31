"""Questions about a score. Each is a list of scenarios, one run, and an answer that adds up."""
