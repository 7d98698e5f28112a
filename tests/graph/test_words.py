from graph.words import fold, words_of


def test_fold_drops_case_accents_and_forms() -> None:
    assert fold("SÃO Straße ﬁ") == "sao strasse fi"


def test_words_are_parted_by_what_is_neither_letter_nor_digit() -> None:
    assert words_of("S.F. Admin. Code ch. 19B") == ("s", "f", "admin", "code", "ch", "19b")
    assert words_of("São  Paulo (state)_") == ("sao", "paulo", "state")
