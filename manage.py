#!/usr/bin/env python
"""Run one of Django's or Headwaters' commands: `.venv/bin/python manage.py help` lists them."""

import gc
import os
import sys


def main() -> None:
    """Choose the project's settings, unless the environment names others, and run the command."""
    os.umask(0o077)  # what is kept, and what a command writes, can be read by its owner alone
    # What a command reads stays until it ends: to search it for garbage is a quarter of migrating.
    gc.set_threshold(50_000, 20, 20)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if sys.argv[1:] == ["--version"]:
        from core.version import VERSION

        print(f"Headwaters {VERSION}")
        return
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
