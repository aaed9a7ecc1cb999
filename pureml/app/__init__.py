"""The command line: what it runs, writes and draws. Extra `app`."""
