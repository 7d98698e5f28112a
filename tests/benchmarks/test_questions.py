from collections import Counter
from itertools import islice

import pytest
from pyoxigraph import QueryBoolean, QueryTriples

from benchmarks.questions import MIX, Asker, load_templates, parse_template
from graph.engine import Engine, text_term
from graph.guard import check_query

TEMPLATES = load_templates()
NAMES = [template.name for template in TEMPLATES]


def test_there_are_the_questions_that_users_ask() -> None:
    assert len(NAMES) >= 14
    forms = {
        word
        for template in TEMPLATES
        for word in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
        if word in template.text
    }
    assert forms == {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}


@pytest.mark.parametrize("name", NAMES)
def test_question_passes_the_guard_and_has_answers(name: str, asker: Asker, engine: Engine) -> None:
    answered = 0
    for template, text in islice(asker.fresh(name), 60):
        check_query(text)
        result = engine.run(text)
        assert isinstance(result, QueryTriples) == template.makes_graph
        answered += bool(result) if isinstance(result, QueryBoolean) else len(list(result))
    assert answered


@pytest.mark.parametrize("name", NAMES)
def test_no_parameter_is_left_open(name: str, asker: Asker) -> None:
    _, text = next(asker.questions(name))
    assert "$" not in text


def test_fresh_questions_never_have_the_same_text(asker: Asker) -> None:
    texts = [text for _, text in islice(asker.fresh("counts"), 500)]
    assert len(set(texts)) == 500


def test_same_seed_asks_the_same(asker: Asker) -> None:
    again = Asker(asker.world, TEMPLATES, seed=1)
    assert list(islice(asker.fresh(MIX), 50)) == list(islice(again.fresh(MIX), 50))


def test_mix_follows_the_weights(asker: Asker) -> None:
    seen = Counter(template.name for template, _ in islice(asker.questions(MIX), 4_000))
    total = sum(template.weight for template in TEMPLATES)
    for template in TEMPLATES:
        assert seen[template.name] == pytest.approx(4_000 * template.weight / total, rel=0.5, abs=12)


def test_repeated_questions_are_few_and_the_first_comes_most(asker: Asker) -> None:
    seen = Counter(text for _, text in islice(asker.repeated("entity", 100), 5_000)).most_common()
    assert len(seen) <= 100
    assert seen[0][1] > 5 * seen[len(seen) // 2][1]


def test_text_cannot_end_its_literal() -> None:
    template = parse_template("x", "# Which?\n# weight: 1\n# draws: $word word\nSELECT * { ?s ?p $word }")
    said = template.filled({"word": text_term('" } ; DROP ALL #\\')})
    assert said == 'SELECT * { ?s ?p "\\" } ; DROP ALL #\\\\" }'


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("# Which?\n# draws: $law law\nDESCRIBE $law", "weight"),
        ("# Which?\n# weight: 1\nDESCRIBE $law", "draws"),
        ("# Which?\n# weight: 1\n# draws: $law nothing\nDESCRIBE $law", "draws"),
        ("# Which?\n# weight: 1\n# draws: $law law, $day day\nDESCRIBE $law", "draws"),
    ],
)
def test_template_without_its_header_is_refused(text: str, lacks: str) -> None:
    with pytest.raises(ValueError, match=lacks):
        parse_template("x", text)


def test_missing_term_is_refused() -> None:
    with pytest.raises(ValueError, match="thing"):
        next(template for template in TEMPLATES if template.name == "entity").filled({})
