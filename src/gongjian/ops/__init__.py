"""What the operator of an installation does: accounts, servers, backups, keys, health. Above every app."""
