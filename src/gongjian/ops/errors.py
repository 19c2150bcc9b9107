class OperatorError(Exception):
    """What the operator can put right: a whole sentence that says how."""
