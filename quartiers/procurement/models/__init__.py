"""What is remembered of contracts, clauses and hours."""
