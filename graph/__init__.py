"""From curated files to answers.

The records and what is built from them:

- `yaml_text`, `yaml_writer`: record files as text values with lines, and their one canonical form
- `context`, `forms`, `values`, `record_check`: which keys, words and values a record may have
- `load`: the records, or everything that is wrong with them
- `build`, `rdf`: the dataset, the same bytes for the same records
- `store`, `engine`, `queries`: the dataset opened, and the questions it is asked
- `export`: the whole dataset in the formats people load elsewhere
- `validate`, `shacl`: what a lawyer or an editor would call wrong

What is asked of it:

- `search`, `words`: things by name, compared as people compare them
- `description`: all that is known of one thing, or stated by one record
- `places`, `concepts`, `question`, `rules`, `binding`, `answer`, `bans`: may this actor do this, there, then
- `guard`, `tokens`, `datasets`, `sandbox`: queries of strangers, bounded
- `allowed`, `federation`, `outside`: what of them is asked at allowed addresses elsewhere

What people write beside the records:

- `changes`, `change_sums`: what a write is, made in a store, and several as one
- `token_reader`, `data_blocks`, `pattern_updates`, `graph_updates`, `updates`, `uploads`: worked out before
  anything is kept
- `journal`, `whole_file`: on disk, so that nothing acknowledged is lost
- `writes`: one after another, each whole or not at all
- `own_data`: all of it, from files and to files

When one machine is outgrown, an engine at another address in the place of the embedded one:

- `any_engine`: what the rest of the code needs of either
- `engine_address`: where it is
- `sparql_http`, `deadline`: the one HTTP client, and how long it waits
- `query_text`, `results`: what it sends, and what comes back
- `dialects`: where engines depart from the standard
- `remote`, `remote_pool`: that engine asked by us, and by strangers
- `publish`: the dataset put on it
"""
