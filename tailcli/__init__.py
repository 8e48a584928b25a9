"""Lint tailnet policy files and compare who may reach what.

The package is empty of imports on purpose: every submodule would load the whole tool. The public Python
surface is :mod:`tailcli.api`.
"""
