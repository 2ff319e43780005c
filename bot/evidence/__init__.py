"""From counted facts to figures that may be shown. Pure."""
