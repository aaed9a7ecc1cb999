"""Layers: frozen records that know their value and their way back, one a module; each module ends with its rule."""
