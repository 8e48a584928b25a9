"""A policy's own ``tests`` and ``sshTests``, judged offline."""
