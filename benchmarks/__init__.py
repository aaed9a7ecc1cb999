"""How long one step of training takes, here and elsewhere; see README.md."""
