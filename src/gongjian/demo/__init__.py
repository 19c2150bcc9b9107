"""A small district with made-up names, to look around in."""
