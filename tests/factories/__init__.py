"""Dull rows for tests: one factory a model, one file an app, no cleverness."""
