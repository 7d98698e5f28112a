from api.choices import choices_among, places_meant
from schema.errors import AmbiguousPlace, BadDay, Candidate, UnknownPlace

PORTLAND = Candidate("jurisdiction/us-or-portland", "Portland", "city in Oregon")


def test_places_meant_are_those_that_the_error_offers() -> None:
    assert places_meant(AmbiguousPlace("portland", [PORTLAND])) == (PORTLAND,)
    assert places_meant(UnknownPlace("prtland", [PORTLAND])) == (PORTLAND,)
    assert places_meant(BadDay("soon")) == ()


def test_choice_has_the_name_and_context_of_its_place_and_an_address_with_its_slug() -> None:
    (choice,) = choices_among([PORTLAND], "/check?place={}".format)
    assert (choice.name, choice.context) == ("Portland", "city in Oregon")
    assert choice.address == "/check?place=us-or-portland"
