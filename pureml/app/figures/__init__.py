"""Figures, drawn from the numbers of real runs."""
