"""The pages of those who organise."""
