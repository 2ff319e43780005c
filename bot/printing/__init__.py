"""What the command line prints, a module for each thing that it tells of."""
