"""Hyperparameter search: ranges, proposals by chance and by what is known, and a run that can be resumed."""
