"""The measure vocabulary: definitions, calendars, and what they come to over facts. Nothing of Django."""
