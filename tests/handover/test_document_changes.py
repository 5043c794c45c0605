"""What changed from one document of a discovery to another."""

from __future__ import annotations

from hypothesis import given, strategies as st

from handover.document_changes import compare

_ROWS = st.dictionaries(
    st.sampled_from("abc"),
    st.dictionaries(
        st.sampled_from("uvwx"),
        st.dictionaries(st.sampled_from(["name", "text", "revision"]), st.integers(0, 2)),
    ),
)


@given(_ROWS, _ROWS)
def test_changes_lead_from_one_version_to_the_other(before, after):
    by_kind = {changes.kind: changes for changes in compare(before, after, ignored={"revision"})}

    for kind in {*before, *after}:
        old, new = before.get(kind, {}), after.get(kind, {})
        changes = by_kind.get(kind)
        added = list(changes.added) if changes else []
        removed = list(changes.removed) if changes else []
        assert added == [row for key, row in new.items() if key not in old]
        assert removed == [row for key, row in old.items() if key not in new]
        told = {each.key: each for each in changes.changed} if changes else {}
        for key in old.keys() & new.keys():
            mended = dict(old[key])
            for field in told[key].fields if key in told else ():
                assert field.before == mended.get(field.name)
                mended[field.name] = field.after
            for name in ("name", "text"):
                assert mended.get(name) == new[key].get(name)


def test_nothing_changed_between_equal_versions():
    rows = {"a": {"u": {"name": 1}}}

    assert compare(rows, rows) == []
