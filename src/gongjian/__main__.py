"""`python -m gongjian` is the command `gongjian`."""

import sys

from gongjian.cli import main

if __name__ == "__main__":
    sys.exit(main())
