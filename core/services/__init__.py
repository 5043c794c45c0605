"""Writes of all apps; `operation` is the frame of each."""

from core.services.operations import begin_shared, operation, set_scope
