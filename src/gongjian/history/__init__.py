"""Who did what, when, to what, with before and after. Append-only."""
