"""Comparisons of this project with what a user would pick instead; `python -m benchmarks --help`."""
