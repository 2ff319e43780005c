"""What will happen in the next weeks, and why: worked out from the tables, the directory and the
same pure rules by which it will happen. It reads, and writes nothing."""
