"""Who and how: settings, directory, logging, errors, the clock that is passed in."""
