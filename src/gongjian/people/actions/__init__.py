"""What changes people, one module a subject."""
