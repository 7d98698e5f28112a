from datetime import date

from graph.engine import Engine
from graph.freshness import day_of_data

CHECKED = """
@prefix fl: <https://w3id.org/facelex/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<x:a> a fl:Record ; fl:checkedOn "2026-07-31"^^xsd:date .
<x:b> a fl:Record ; fl:checkedOn "2026-11-02"^^xsd:date .
<x:law> fl:checkedOn "2030-01-01"^^xsd:date .
"""


def test_data_is_as_new_as_the_last_check_of_a_record() -> None:
    assert day_of_data(Engine.from_text(CHECKED)) == date(2026, 11, 2)


def test_data_without_records_has_no_day() -> None:
    assert day_of_data(Engine.from_text("")) is None


def test_real_data_has_a_day(engine: Engine) -> None:
    found = day_of_data(engine)
    assert found
    assert found >= date(2026, 11, 23)
