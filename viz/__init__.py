"""Pictures of the graph.

The network, as the interactive page and its exported file:

- `network`: things as nodes, relations as edges; `things`, `relations`, `kinds`: what is said of each,
  and how it is drawn
- `days`: which of them one day holds
- `paths`: how two of them hang together
- `layout`: where each stands; `drawing`: pyvis's nodes, edges and options of that
- `page`, `assets`: the page and its own files; `exchange`: the same network for other programs

Drawings of other pages, as SVG:

- `map_shapes`, `projections`, `world_lines`: maps
- `answer_line`, `date_line`, `year_bars`: years as a strip, as dots, as bars
- `badge`: a small card for pages of others; `text_width`: how wide its words are
"""
