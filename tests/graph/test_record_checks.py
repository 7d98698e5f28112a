from graph.answer import Lookup
from graph.engine import Engine
from graph.record_checks import record_checks


def test_every_record_has_its_last_check_newest_first(engine: Engine) -> None:
    found = record_checks(engine, Lookup(engine).concepts.words)
    records = {name for name in engine.graph_names() if "/record/" in name}
    assert len({check.id for check in found}) == len(found) == len(records)
    assert [check.checked for check in found] == sorted((check.checked for check in found), reverse=True)
    assert {check.verification for check in found} <= {"text", "secondary", "unverified"}


def test_record_knows_its_places(engine: Engine) -> None:
    found = {check.id: check for check in record_checks(engine, Lookup(engine).concepts.words)}
    assert found["law/us-il-bipa-2008"].places == {"jurisdiction/us-il"}
    assert found["jurisdiction/us-il"].places == {"jurisdiction/us-il"}
