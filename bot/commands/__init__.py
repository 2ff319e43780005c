"""The command line's commands, a module for each thing that people do. `bot/cli.py` lists them."""
