"""Runs and exports the notebooks of Little Steps."""
