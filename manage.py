#!/usr/bin/env python3
"""Django's entry point; `quartiers` is the same on the path."""

from config.cli import main

if __name__ == "__main__":
    main()
