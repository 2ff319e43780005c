"""The figures in docs, each one command. `python -m benchmarks` runs all of them."""
