"""Measures as a few SQL queries, the same for SQLite, PostgreSQL and DuckDB."""
