"""Queries and writes from strangers, in processes that can be killed.

An engine inside the server's process cannot be stopped: a query that never ends keeps its core, and one that
eats the memory or the stack takes the server with it. So each runs in a worker of its own, forked from the
loaded engine (it shares the pages of the dataset, and starts in milliseconds), under a deadline and bounds.
Whatever happens to a worker costs one answer. Linux only.

- `limits`: the bounds
- `frames`: messages between the server and the workers
- `worker`: what a worker does
- `scribe`: writes people's own data to a file
- `nursery`: the process that forks the workers
- `wire`, `staff`: a worker, and all of them, as the server sees them
- `places`, `work`: who works when, and one job from its beginning to its end
- `pool`: the door
"""
