import json

from viz.assets import csp_hash, inline_json, page_script, page_style, vis_network


def test_inline_json_cannot_end_its_element_and_reads_back_the_same() -> None:
    value = {"name": "</script><img src=x onerror=alert(1)> & \u2028 é"}
    text = inline_json(value)
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text) == value


def test_scripts_name_no_source_map() -> None:
    assert "sourceMappingURL" not in vis_network() + page_script()


def test_page_script_writes_text_never_markup() -> None:
    for forbidden in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
    ):
        assert forbidden not in page_script()


def test_style_loads_nothing() -> None:
    assert "url(" not in page_style()
    assert "@import" not in page_style()


def test_csp_hash_is_the_one_browsers_compute() -> None:
    # the example of the CSP Level 3 specification
    assert csp_hash("alert('Hello, world.');") == "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"
