"""Two versions of a form laid beside each other."""
