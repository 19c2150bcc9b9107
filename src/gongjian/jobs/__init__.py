"""Long work: queued with the transaction that asks for it, done by the worker, seen while it goes."""
