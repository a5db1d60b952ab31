"""Formats: what is known about each export, as data. One YAML file here is one kind of export; `model` is its shape."""
