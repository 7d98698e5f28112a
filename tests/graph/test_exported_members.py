import pkgutil
import re

import graph


def test_every_module_of_graph_is_introduced() -> None:
    introduced = set(re.findall(r"`(\w+)`", graph.__doc__ or ""))
    assert {module.name for module in pkgutil.iter_modules(graph.__path__)} <= introduced
