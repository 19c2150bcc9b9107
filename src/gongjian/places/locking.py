"""One change of the tree at a time."""

from django.db import connection

# Any number that no other advisory lock of ours has.
TREE = 0x6A7000


def lock_tree() -> None:
    """Wait until no other transaction changes the tree, then keep others out until this one ends.

    Changes are rare and reach far (paths of a whole subtree, numbers under a parent); one lock for all of them
    is simpler than right ones for each. On SQLite the transaction already has the database's write lock.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TREE])
