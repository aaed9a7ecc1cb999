"""Evidence for rules: the shipped functions, run on other numbers than floats. Needs the extra `verify`."""
