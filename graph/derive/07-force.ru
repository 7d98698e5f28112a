# What force does a rule have: law, policy or guidance? What the rule says itself stands. Otherwise its law's own
# `force`; otherwise what the law's kind gives.
PREFIX fl: <https://w3id.org/facelex/ns#>

INSERT { GRAPH ?record { ?rule fl:force ?force } }
WHERE {
  GRAPH ?record {
    ?law fl:rule ?rule ; fl:kind ?kind .
    OPTIONAL { ?law fl:force ?own }
    FILTER NOT EXISTS { ?rule fl:force ?said }
  }
  OPTIONAL { GRAPH <https://w3id.org/facelex/ns> { ?kind fl:givesForce ?given } }
  BIND(COALESCE(?own, ?given) AS ?force)
  FILTER(BOUND(?force))
}
