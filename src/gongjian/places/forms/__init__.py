"""Forms turn strings into the arguments of one action."""
