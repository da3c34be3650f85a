"""``python -m pointmass.cli``."""

from pointmass.cli.commands import main

main()
