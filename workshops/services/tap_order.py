"""Taps arrive in any order: from a request that a device gave up, or another tab."""

from collections.abc import Sequence


def last_tap_wins(key: Sequence[str], values: Sequence[str], also: Sequence[str] = ()) -> str:
    """The end of an `INSERT INTO … AS held` that SQLite and PostgreSQL understand: what a later tap of the
    same device overtook changes none of the `values`.

    `key` names the columns of the unique constraint. Columns that are written with every tap are in `also`.
    The table has the columns `device` and `tap`. Tables and columns are ours, never what people send.
    """
    overtaken = "excluded.device = held.device AND excluded.tap < held.tap"
    values_set = [
        f"{name} = CASE WHEN {overtaken} THEN held.{name} ELSE excluded.{name} END"
        for name in (*values, "tap")
    ]
    always = [f"{name} = excluded.{name}" for name in ("device", *also)]
    return f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {', '.join(values_set + always)}"
