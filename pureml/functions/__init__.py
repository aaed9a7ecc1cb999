"""Functions without parameters, one a module; each module ends with its rule."""
