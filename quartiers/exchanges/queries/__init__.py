"""What can be asked of the exchanges."""
