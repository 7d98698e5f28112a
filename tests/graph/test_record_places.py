from graph.load import RECORDS
from graph.record_places import RecordPlaces

PLACES = RecordPlaces.read()


def test_rule_stands_in_its_laws_file_at_its_own_line() -> None:
    law, rule = "law/us-la-new-orleans-147-2020", "rule/us-la-new-orleans-147-2020--ban"
    place = PLACES.of(law, rule)
    assert place
    assert place.file == f"graph/records/law/us-la/{law.partition('/')[2]}.yaml"
    lines = (RECORDS.parents[1] / place.file).read_text(encoding="utf-8").splitlines()
    assert lines[place.line - 1] == f"  - id: {rule}"


def test_place_stands_in_the_file_of_its_country_or_state() -> None:
    for id, file in (
        ("jurisdiction/us-la-new-orleans", "us-la.yaml"),
        ("jurisdiction/be-bru", "be.yaml"),
        ("jurisdiction/fr", "fr.yaml"),
    ):
        place = PLACES.of(id, id)
        assert place, id
        assert place.file.endswith(file)


def test_what_no_file_has_stands_nowhere() -> None:
    assert PLACES.of("law/none", "law/none") is None
    assert PLACES.of("law/us-il-bipa-2008", "rule/none") is None
    assert PLACES.of("law/../../pyproject", "x") is None
