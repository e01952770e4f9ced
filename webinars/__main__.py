"""`python -m webinars` is the command line, where the installed program is not on the path."""

from webinars.cli import main

main()
