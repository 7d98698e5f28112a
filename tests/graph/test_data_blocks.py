import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Store, parse

from graph.data_blocks import DELETE, INSERT, data_blocks, operations
from graph.guard import check_update
from schema.errors import QueryError


def as_read(text: str) -> Store | None:
    """A store after the blocks of an update; None where it is not read as blocks."""
    blocks = data_blocks(text)
    if blocks is None:
        return None
    store = Store()
    for block in blocks:
        for quad in parse(block.trig, RdfFormat.TRIG):
            (store.add if block.operation == INSERT else store.remove)(quad)
    return store


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA {}",
        "INSERT DATA { <x:a> <x:b> <x:c> }",
        "insert data{<x:a><x:b>1}",
        "INSERT DATA { <x:a> <x:b> <x:c> . } # the end",
        'INSERT DATA { <x:a> a <x:c> ; <x:d> \'x}\'@en , """y\n{""" , true , 1.5 , -2 , 1e3 ; }',
        "INSERT DATA { GRAPH <x:g> { <x:a> <x:b> 1 } }",
        "INSERT DATA { GRAPH <x:g> { <x:a> <x:b> 1 . } . <x:a> <x:b> 2 }",
        "INSERT DATA { <x:a> <x:b> 2 GRAPH <x:g> { <x:a> <x:b> 1 } GRAPH <x:h> {} <x:c> <x:d> 3 }",
        "PREFIX x: <x:> PREFIX : <y:>\nINSERT DATA { x:a :b x:c\\,d . GRAPH x:g { :a x:b :c } }",
        "BASE <http://x/y/> INSERT DATA { <a> <../b> <#c> }",
        "INSERT DATA { <x:a> <x:b> 1, 2 } ; DELETE DATA { <x:a> <x:b> 01 } ;",
        "INSERT DATA { <x:a> <x:b> '2020-01-01'^^<http://www.w3.org/2001/XMLSchema#date> }",
    ],
)
def test_data_is_read_as_the_engine_reads_it(text: str) -> None:
    read, carried_out = as_read(text), Store()
    carried_out.update(text)
    assert read is not None
    assert set(read) == set(carried_out)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "DELETE WHERE { ?s ?p ?o }",
        "INSERT { <x:a> <x:b> 1 } WHERE {}",
        "INSERT DATA { <x:a> <x:b> ?c }",
        "DELETE DATA { _:a <x:b> 1 }",
        "DELETE DATA { [] <x:b> 1 }",
        "DELETE DATA { <x:a> <x:b> (1) }",
        "INSERT DATA { <x:g> { <x:a> <x:b> 1 } }",
        "INSERT DATA { { <x:a> <x:b> 1 } }",
        "INSERT DATA { GRAPH <x:g> { GRAPH <x:h> { <x:a> <x:b> 1 } } }",
        "INSERT DATA { @prefix x: <x:> . x:a x:b 1 }",
        "INSERT DATA { PREFIX x: <x:> x:a x:b 1 }",
        "INSERT DATA { <x:a> <x:b> 1 } DELETE DATA { <x:a> <x:b> 1 }",
        "INSERT DATA { <x:a> <x:b> 1 } ; CLEAR ALL",
        "INSERT DATA { _:a <x:b> 1 } ; INSERT DATA { _:a <x:b> 2 }",
        "INSERT DATA { <x:a> <x:b> 1 } `",
        "INSERT DATA { <x:a> <x:b> 'open }",
        "INSERT DATA {",
        "INSERT DATA { GRAPH <x:g> { <x:a> <x:b> 1 }",
        "PREFIX x: INSERT DATA { x:a x:b 1 }",
    ],
)
def test_anything_else_is_left_to_the_engine(text: str) -> None:
    assert data_blocks(text) is None


def test_prologue_may_stand_after_a_semicolon_though_the_engine_reads_none_there() -> None:
    text = "INSERT DATA { <x:a> <x:b> 1 } ; PREFIX y: <x:> INSERT DATA { y:a y:b 2 }"
    with pytest.raises(SyntaxError):  # when this fails, `graph.changes` may leave it to the engine
        Store().update(text)
    read = as_read(text)
    assert read is not None
    assert len(read) == 2


def test_block_knows_its_operation() -> None:
    blocks = data_blocks("INSERT DATA { <x:a> <x:b> 1 } ; DELETE DATA { <x:a> <x:b> 2 }")
    assert blocks
    assert [block.operation for block in blocks] == [INSERT, DELETE]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("CLEAR ALL", ["CLEAR ALL"]),
        ("CLEAR ALL ;", ["CLEAR ALL "]),
        (
            "# all\nPREFIX x: <x:> INSERT DATA { x:a x:b 1 ; x:c 2 } ; # then\nPREFIX y: <y:> DROP GRAPH y:g",
            [
                "PREFIX x: <x:>\n INSERT DATA { x:a x:b 1 ; x:c 2 } ",
                "PREFIX x: <x:>\nPREFIX y: <y:>\n DROP GRAPH y:g",
            ],
        ),
    ],
)
def test_operations_carry_their_prologue(text: str, parts: list[str]) -> None:
    assert operations(text) == parts


PIECES = st.sampled_from(
    [
        *(
            "INSERT DATA {",
            "DELETE DATA {",
            "}",
            "}",
            ";",
            ".",
            ",",
            "GRAPH <x:g> {",
            "GRAPH x:g {",
            "<x:g> {",
        ),
        *(
            "<x:a> <x:b> 1",
            "x:a x:b x:c",
            "<x:a>",
            "<x:b>",
            "'}'",
            "true",
            "a",
            "[",
            "]",
            "(",
            ")",
            "_:b",
            "?v",
        ),
        *(
            "PREFIX x: <x:>",
            "BASE <x:>",
            "@prefix x: <x:> .",
            "WHERE {",
            "# c\n",
            "{",
            "1.",
            "'''",
            "\\",
            "01",
        ),
    ]
)


@given(st.lists(PIECES, max_size=14).map(lambda pieces: "PREFIX x: <x:> " + " ".join(pieces)))
@settings(max_examples=600, deadline=None)
def test_what_is_read_as_data_is_what_the_engine_reads(text: str) -> None:
    """Or is no TriG either: then the engine is asked."""
    try:
        read = as_read(text)
    except SyntaxError:
        return
    if read is None:
        return
    carried_out = Store()
    for part in operations(text):
        carried_out.update(part)
    assert str_of(read) == str_of(carried_out)


def str_of(store: Store) -> list[str]:
    """The quads, with all blank nodes alike."""
    return sorted(" ".join("_" if part.startswith("_:") else part for part in str(q).split()) for q in store)


@given(st.lists(PIECES, max_size=14).map(" ".join))
@settings(max_examples=300, deadline=None)
def test_operations_together_are_the_update(text: str) -> None:
    together, one_by_one = Store(), Store()
    try:
        check_update(text)
        together.update(text)
    except (QueryError, SyntaxError):
        return
    for part in operations(text):
        one_by_one.update(part)
    assert str_of(together) == str_of(one_by_one)
