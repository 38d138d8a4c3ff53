"""What is true of public contracts: what the law asks, and hours of insertion. Nothing here is legal advice."""
