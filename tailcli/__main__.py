"""``python -m tailcli``."""

from tailcli.cli.main import run

run()
