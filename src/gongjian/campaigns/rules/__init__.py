"""May this person do this now? Once, for the button, the form and the action."""
