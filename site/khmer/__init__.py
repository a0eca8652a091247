"""Language tools for Khmer. Knows no other app and has no models of its own."""
