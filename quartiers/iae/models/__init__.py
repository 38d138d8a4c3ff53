"""What is remembered of the structures of insertion, of their posts and of the gaps around them."""
