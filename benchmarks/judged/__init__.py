"""Implementations of our rules by others, and the table of what `pureml conform` says of them."""
