"""What goes out because of what has happened: each reads the store, asks the pure rules, and puts
errands in. The clock runs them; several clocks at once are harmless."""
