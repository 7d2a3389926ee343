"""Run the command line with ``python -m pressfind``."""

from pressfind.cli import main

main()
