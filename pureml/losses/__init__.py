"""Losses: a mean over the batch, and its gradient, one a module; each module ends with its rule."""
