"""Data to learn from: the digits that come with the package, and folders of IDX files."""
