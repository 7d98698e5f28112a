"""From curated files to answers.

The records and what is built from them:

- `yaml_text`, `yaml_writer`: record files as text values with lines, and their one canonical form
- `context`, `forms`, `values`, `record_check`: which keys, words and values a record may have
- `load`: the records, or everything that is wrong with them
- `build`, `rdf`: the dataset, the same bytes for the same records
- `store`, `engine`, `bulk`, `queries`: the dataset opened, and the questions it is asked
- `export`, `dumps`: the whole dataset in the formats people load elsewhere, and as files kept ready
- `record_places`, `draft`: where a record stands in its file, and one that is being drafted
- `validate`, `shacl`: what a lawyer or an editor would call wrong

What is asked of it:

- `search`, `labels`, `snippets`, `words`, `bills`: things by name, compared as people compare them
- `freshness`, `stats`: how new the data is, and how much there is of it
- `description`: all that is known of one thing, or stated by one record; `dataset`: the whole described
- `places`, `concepts`, `question`, `rules`, `binding`, `answer`, `bans`: may this actor do this, there, then
- `kinds`, `catalogue`, `filters`, `lists`, `cursors`, `rows`, `full_record`: lists and single records
- `matching`, `extension`: rows of somebody's table matched with things, and columns for them
- `law_periods`: when a law is in force, as opposed to each of its rules
- `many`: the same of many questions, each with its own answer or its own error
- `transitions`, `timeline`: the days on which an answer changes, and what else happened there
- `verdict_map`, `tide`: the same question in every place over time, and what that comes to by year
- `chronicle`: all that happened, by date
- `siblings`: which places to compare a place with
- `sentence`, `sentence_days`, `sentence_places`: a question in plain words
- `phrases`, `place_words`, `spelling`: the words it may be in
- `workbench`: what a person needs to write a query
- `compare`: places side by side; `explain`: why a rule binds, or why not
- `outlines`, `near`: which jurisdictions a point lies in
- `legal_days`, `day_choice`, `record_checks`: what happens to the law, and to its records, on which day
- `citations`, `citation_styles`, `citation_files`: how to cite a thing, in words and for reference managers
- `guard`, `query_shapes`, `tokens`, `datasets`, `sandbox`: queries of strangers, bounded
- `allowed`, `federation`, `outside`: what of them is asked at allowed addresses elsewhere
- `planning`: those queries in a better order of joins

What differs between two states of it:

- `revisions`: a state by a word for it, git revisions too
- `differences`: thing by thing, field by field
- `flips`: which answers are other ones, and on which days

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
