"""How dates and numbers are read and written in each language."""
