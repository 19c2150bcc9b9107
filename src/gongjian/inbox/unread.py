"""What the bell of the shell shows."""

from gongjian.inbox import queries


def count(person_id: int) -> int:
    """Unread messages of a person: one query on an index that holds only unread rows."""
    return queries.unread(person_id).count()
