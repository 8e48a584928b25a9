"""The engine over a device list: what each node is given. Start with :func:`compile.compile_nodes`."""
