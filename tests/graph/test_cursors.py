import pytest

from graph.cursors import cursor_at, offset_of
from schema.errors import UnusableValue


@pytest.mark.parametrize("offset", [0, 1, 50, 1_000_000])
def test_cursor_leads_back_to_where_it_was_made(offset: int) -> None:
    assert offset_of(cursor_at(offset, "v1", "laws"), "v1", "laws") == offset


def test_cursor_of_other_data_or_another_list_is_refused() -> None:
    cursor = cursor_at(50, "v1", "laws")
    with pytest.raises(UnusableValue, match="data has changed"):
        offset_of(cursor, "v2", "laws")
    with pytest.raises(UnusableValue, match="another list"):
        offset_of(cursor, "v1", "rules")


@pytest.mark.parametrize(
    "cursor", ["x", "é", "====", "A" * 25, "A" * 400, "a b", cursor_at(1, "v", "q")[:-2]]
)
def test_text_that_is_no_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(UnusableValue, match="none of ours"):
        offset_of(cursor, "v1", "laws")
