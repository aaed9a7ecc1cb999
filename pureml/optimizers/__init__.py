"""Optimizers: pure steps from parameters and their gradient to new parameters, one a module."""
