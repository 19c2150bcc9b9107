"""People of the staff: accounts, and the roles they hold on areas for a time."""
