"""Pictures of the graph: the interactive network page (see viz.page) and what it is made of."""
