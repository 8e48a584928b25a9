"""The command line: flags to functions to text to a stream and an exit code. One module a command."""
