# What are the parts of a record? In the files a part has no `type`: the key it stands under says what it is.
# The schema's own graph is left alone.
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX fl: <https://w3id.org/facelex/ns#>

INSERT { GRAPH ?record { ?part a ?class } }
WHERE {
  VALUES (?property ?class) {
    (fl:rule fl:Rule)
    (fl:exception fl:Exception)
    (fl:outcome fl:Outcome)
    (fl:amendment fl:Amendment)
    (dct:source fl:Source)
  }
  GRAPH ?record { ?whole ?property ?part }
  FILTER(?record != <https://w3id.org/facelex/ns>)
}
