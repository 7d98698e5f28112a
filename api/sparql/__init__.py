"""SPARQL over HTTP: /sparql (queries), /update (updates) and /store (graphs).

- `asked`: what a request asks, read from its address, headers and body
- `query_door`, `update_door`, `store_door`: an address each
- `using`: the dataset of an update, from the protocol's parameters
- `description`: what the service can do, as RDF
- `cache`: answers given before
- `writing`: who may write
- `operations`: the three addresses for /openapi.json

The doors are plain ASGI applications: a query takes less time than a framework around it.
"""
