"""Renderers: each shows a result and nothing that the result does not hold. Import the one you need."""
